import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface RegistryServerOptions {
  /** Who may come in. `user:password`; the scheme is how. @default everybody */
  readonly login?: { readonly scheme: 'basic' | 'bearer'; readonly account: string };
  /** Whether it lists what is attached to an image. @default false */
  readonly listsAttachments?: boolean;
}

/** A registry in memory, for what a real one does not do when asked to. */
export interface RegistryServer {
  /** `127.0.0.1:5000`. */
  readonly host: string;
  /** `GET /v2/team/x/manifests/1`, in the order they came. */
  readonly requests: string[];
  /** By `repository digest`. */
  readonly blobs: Map<string, Buffer>;
  /** By `repository reference`. */
  readonly manifests: Map<string, { readonly type: string; readonly content: Buffer }>;
  /** Asked first: whether it has answered. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Forgets the tokens that it has given. */
  expireTokens: () => void;
}

export async function startRegistry({
  login,
  listsAttachments = false,
}: RegistryServerOptions = {}): Promise<RegistryServer> {
  const requests: string[] = [];
  const blobs: RegistryServer['blobs'] = new Map();
  const manifests: RegistryServer['manifests'] = new Map();
  const tokens = new Set<string>();
  const basic = `Basic ${Buffer.from(login?.account ?? '').toString('base64')}`;
  const isLet = (header: string | undefined): boolean =>
    login === undefined || (login.scheme === 'basic' ? header === basic : tokens.has(header ?? ''));

  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', `http://${registry.host}`);
    const answer = (
      status: number,
      headers: Record<string, string | number> = {},
      body: Buffer | string = '',
    ): void => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
      response.end(request.method === 'HEAD' ? '' : body);
    };
    requests.push(`${request.method} ${request.url}`);
    const content = await buffer(request);
    if (registry.intercept(request, response)) return;
    if (url.pathname === '/token') {
      if (request.headers.authorization !== basic) return answer(401);
      const token = `token ${tokens.size} for ${url.searchParams.getAll('scope').join(' ')}`;
      tokens.add(`Bearer ${token}`);
      return answer(200, {}, JSON.stringify({ token }));
    }
    if (!isLet(request.headers.authorization)) {
      const scheme =
        login?.scheme === 'basic'
          ? 'Basic realm="here"'
          : `Bearer realm="http://${registry.host}/token",service="here"`;
      return answer(401, { 'www-authenticate': scheme });
    }
    const [, repository = '', kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/(.*)$/.exec(url.pathname) ?? [];
    const key = `${repository} ${reference}`;
    if (kind === 'manifests' && request.method === 'PUT') {
      const manifest = { type: request.headers['content-type'] ?? '', content };
      const { subject } = JSON.parse(content.toString()) as { subject?: object };
      manifests.set(key, manifest);
      manifests.set(`${repository} sha256:${createHash('sha256').update(content).digest('hex')}`, manifest);
      return answer(201, subject !== undefined && listsAttachments ? { 'oci-subject': 'yes' } : {});
    }
    if (request.method === 'POST') {
      const from = blobs.get(`${url.searchParams.get('from')} ${url.searchParams.get('mount')}`);
      if (from === undefined) return answer(202, { location: `/v2/${repository}/blobs/uploads/1?state=x` });
      blobs.set(`${repository} ${url.searchParams.get('mount')}`, from);
      return answer(201);
    }
    if (request.method === 'PUT') {
      blobs.set(`${repository} ${url.searchParams.get('digest')}`, content);
      return answer(201);
    }
    const manifest = manifests.get(key);
    const found = kind === 'manifests' ? manifest?.content : blobs.get(key);
    if (found === undefined)
      return answer(404, {}, JSON.stringify({ errors: [{ code: 'UNKNOWN', message: 'not known' }] }));
    return answer(200, kind === 'manifests' ? { 'content-type': manifest?.type ?? '' } : {}, found);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: RegistryServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    blobs,
    manifests,
    intercept: () => false,
    expireTokens: () => tokens.clear(),
  };
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return registry;
}
