import type { CommandContext } from '../../command.ts';
import type { ImageReference } from '../image-reference.ts';
import { dockerCredentials } from './docker-credentials.ts';
import { RegistryClient, type RegistryClientOptions } from './registry-client.ts';
import { Repository } from './repository.ts';

/** The registries that a command speaks to, each logged in to once. */
export class Registries {
  readonly #context: Pick<CommandContext, 'env' | 'signal'> & Pick<RegistryClientOptions, 'retryDelays'>;
  readonly #clients = new Map<string, RegistryClient>();

  constructor(context: Pick<CommandContext, 'env' | 'signal'> & Pick<RegistryClientOptions, 'retryDelays'>) {
    this.#context = context;
  }

  repository({ registry, repository }: Pick<ImageReference, 'registry' | 'repository'>): Repository {
    const { env, ...options } = this.#context;
    const client =
      this.#clients.get(registry) ??
      new RegistryClient({ ...options, registry, credentials: () => dockerCredentials(registry, env) });
    this.#clients.set(registry, client);
    return new Repository(client, repository);
  }
}
