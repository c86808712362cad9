import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { CommandError } from '../../command-error.ts';
import type { Blob } from '../blob.ts';
import { DigestCheck, digestOf } from '../digest.ts';
import { showImageReference } from '../image-reference.ts';
import type { FoundManifest, ImageStore } from '../image-store.ts';
import { type Descriptor, MEDIA_TYPES } from '../oci.ts';
import { bodyOf, type RegistryClient, type RegistryRequest } from './registry-client.ts';

const MANIFESTS = [MEDIA_TYPES.index, MEDIA_TYPES.manifest, MEDIA_TYPES.dockerIndex, MEDIA_TYPES.dockerManifest].join(
  ', ',
);

/**
 * One repository of a registry, read and written.
 *
 * @see https://github.com/opencontainers/distribution-spec
 */
export class Repository implements ImageStore {
  readonly origin: NonNullable<Blob['origin']>;
  readonly name: string;
  readonly #client: RegistryClient;

  constructor(client: RegistryClient, repository: string) {
    this.#client = client;
    this.origin = { registry: client.registry, repository };
    this.name = showImageReference({ ...this.origin, tag: undefined, digest: undefined });
  }

  async manifest(reference = 'latest'): Promise<FoundManifest | undefined> {
    const response = await this.#send('pull', {
      method: 'GET',
      path: `manifests/${reference}`,
      headers: { accept: MANIFESTS },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw await this.#refused(`to give ${reference}`, response);
    const content = Buffer.from(await response.arrayBuffer());
    const digest = digestOf(content);
    if (reference.startsWith('sha256:') && digest !== reference) {
      throw new CommandError(
        `${this.name} gave another manifest than it promised: expected the digest ${reference}, got ${digest}`,
      );
    }
    const document = JSON.parse(content.toString()) as FoundManifest['document'];
    const mediaType = document.mediaType ?? response.headers.get('content-type') ?? MEDIA_TYPES.manifest;
    return { descriptor: { mediaType, digest, size: content.length }, document };
  }

  async blob(descriptor: Descriptor): Promise<Readable> {
    const response = await this.#send('pull', { method: 'GET', path: `blobs/${descriptor.digest}` });
    if (!response.ok) throw await this.#refused(`to give ${descriptor.digest}`, response);
    return pipeline(this.#whole(response), new DigestCheck(descriptor, this.name), () => {});
  }

  /** The body of a response, which says where it came from when it breaks off. */
  async *#whole(response: Response): AsyncGenerator<Uint8Array> {
    try {
      yield* bodyOf(response);
    } catch (cause) {
      throw new CommandError(`${this.name} broke off in the middle of a download: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  async has({ digest }: Descriptor): Promise<boolean> {
    const response = await this.#send('pull,push', { method: 'HEAD', path: `blobs/${digest}` });
    if (response.ok || response.status === 404) return response.ok;
    throw await this.#refused(`to tell whether it has ${digest}`, response);
  }

  /**
   * Brings a blob that is not there yet.
   *
   * @returns Whether it was sent: what another repository of the same registry has is taken over from there.
   */
  async upload(blob: Blob): Promise<boolean> {
    const { descriptor, origin } = blob;
    const isNear = origin?.registry === this.origin.registry;
    const start = await this.#send(
      'pull,push',
      {
        method: 'POST',
        path: `blobs/uploads/${isNear ? `?mount=${descriptor.digest}&from=${origin.repository}` : ''}`,
      },
      isNear ? `repository:${origin.repository}:pull` : undefined,
    );
    if (start.status === 201) return false;
    const location = start.headers.get('location');
    if (start.status !== 202 || location === null) throw await this.#refused('an upload', start);
    await start.body?.cancel();
    const target = new URL(location, this.#client.origin);
    target.searchParams.set('digest', descriptor.digest);
    const end = await this.#send('pull,push', {
      method: 'PUT',
      path: target.href,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(descriptor.size) },
      body: () => blob.open(),
    });
    if (end.status !== 201 && end.status !== 204) throw await this.#refused(`the upload of ${descriptor.digest}`, end);
    await end.body?.cancel();
    return true;
  }

  /** @returns Whether the registry lists it as an attachment of its `subject`, if it has one. */
  async putManifest(reference: string, manifest: Blob): Promise<boolean> {
    const { mediaType, size } = manifest.descriptor;
    const response = await this.#send('pull,push', {
      method: 'PUT',
      path: `manifests/${reference}`,
      headers: { 'content-type': mediaType, 'content-length': String(size) },
      body: () => manifest.open(),
    });
    if (!response.ok) throw await this.#refused(`the manifest ${reference}`, response);
    await response.body?.cancel();
    return response.headers.has('oci-subject');
  }

  #send(actions: string, request: Omit<RegistryRequest, 'scope'>, otherScope?: string): Promise<Response> {
    const { repository } = this.origin;
    const isWhole = /^https?:/.test(request.path);
    const own = `repository:${repository}:${actions}`;
    return this.#client.send({
      ...request,
      path: isWhole ? request.path : `/v2/${repository}/${request.path}`,
      scope: otherScope === undefined ? own : `${own} ${otherScope}`,
    });
  }

  async #refused(what: string, response: Response): Promise<CommandError> {
    const said = apiMessage(await response.text());
    const why = response.status === 403 ? '. The login of the Docker config may not have the right to' : '';
    return new CommandError(`${this.name} refused ${what}: status ${response.status}${said}${why}`);
  }
}

/** The registry's own words. */
function apiMessage(body: string): string {
  try {
    const { errors = [] } = JSON.parse(body) as { errors?: readonly { code?: string; message?: string }[] };
    const said = errors.map(({ code, message }) => message || code).filter(Boolean);
    return said.length === 0 ? '' : `, ${said.join('; ')}`;
  } catch {
    return '';
  }
}
