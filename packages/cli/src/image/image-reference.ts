import { CommandError } from '../command-error.ts';

/** The name of an image, in its parts. */
export interface ImageReference {
  /** `docker.io`, `registry.example.com:5000`. */
  readonly registry: string;
  /** `library/node`, `team/source-shop`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** It counts before the tag. */
  readonly digest: string | undefined;
}

const REFERENCE = /^(?<path>[^@]+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha(?:256|512):[0-9a-f]{64,128}))?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;

/**
 * Reads an image's name as Docker does: `node:26-slim` is `docker.io/library/node:26-slim`.
 *
 * @throws CommandError that says what is wrong with it.
 */
export function parseImageReference(text: string): ImageReference {
  const { path = '', tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  const parts = path.split('/');
  const [first = ''] = parts;
  const hasRegistry = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const registry = hasRegistry ? first : 'docker.io';
  const components = hasRegistry ? parts.slice(1) : parts;
  if (!HOST.test(registry) || !components.every((component) => COMPONENT.test(component))) {
    throw new CommandError(
      `"${text}" is no name of an image: it must be like registry.example.com/team/source-shop:1.0.0, in lower case`,
      { exitCode: 2 },
    );
  }
  const isOfficial = registry === 'docker.io' && components.length === 1;
  return { registry, repository: isOfficial ? `library/${components[0]}` : components.join('/'), tag, digest };
}

/** The name as people write it. */
export function showImageReference({ registry, repository, tag, digest }: ImageReference): string {
  const host = registry === 'docker.io' ? '' : `${registry}/`;
  const path = registry === 'docker.io' ? repository.replace(/^library\//, '') : repository;
  return `${host}${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The name with all that people leave out: `docker.io/library/node:latest`. */
export function fullImageName({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? 'latest'}`;
}
