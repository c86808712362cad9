import { ConnectorError } from '../errors/connector-error.ts';

/** Knows where credentials may go: the origins of the URLs that the author named, and the hosts that they allowed besides. */
export class AllowedOrigins {
  readonly #hosts: readonly string[];
  /** By the `urlBase` that names it: each is parsed once. */
  readonly #origins = new Map<string, string>();

  /** @param hosts Further hosts, with the port when they have one. */
  constructor(hosts: readonly string[] = []) {
    this.#hosts = hosts;
  }

  /** @throws ConnectorError when `urlBase` is no absolute URL. */
  add(urlBase: string): void {
    if (this.#origins.has(urlBase)) return;
    if (!URL.canParse(urlBase)) {
      throw new ConnectorError(
        `urlBase must be an absolute URL such as "https://api.example.com/v1", got ${JSON.stringify(urlBase)}`,
      );
    }
    this.#origins.set(urlBase, new URL(urlBase).origin);
  }

  has(url: URL): boolean {
    for (const origin of this.#origins.values()) if (origin === url.origin) return true;
    return this.#hosts.includes(url.host);
  }

  /** @throws ConnectorError when the credentials may not go there. Without any `urlBase`, the first URL is the one the author named. */
  require(url: URL): void {
    if (this.#origins.size === 0) this.#origins.set(url.origin, url.origin);
    if (!this.has(url)) throw this.refuse(url, 'The request goes');
  }

  /** @param what Says what leads to the target: `The request goes`. */
  refuse(target: URL, what: string): ConnectorError {
    const own = [...new Set(this.#origins.values())].join(', ');
    return new ConnectorError(
      `${what} to ${target.origin}, but the credentials are for ${own} only. ` +
        `If that host belongs to the API, add "${target.host}" to allowedHosts of the HttpClient`,
    );
  }
}

/** A redirect would have taken the credentials to another origin. */
export class ForeignRedirect extends ConnectorError {
  readonly target: URL;

  constructor(target: URL) {
    super(`Refused a redirect to ${target.origin}`);
    this.target = target;
  }
}
