import { ConnectorError } from '../errors/connector-error.ts';

/** Knows where credentials may go: the origins of the URLs that the author named, and the hosts that they allowed besides. */
export class AllowedOrigins {
  readonly #hosts = new Set<string>();
  /** Of the entries that have a scheme. */
  readonly #hostOrigins = new Set<string>();
  /** By the `urlBase` that names it: each is parsed once. */
  readonly #origins = new Map<string, string>();

  /**
   * @param hosts Further hosts, with the port when they have one, or origins.
   * @throws ConnectorError when one has a scheme and is no URL.
   */
  constructor(hosts: readonly string[] = []) {
    for (const host of hosts) {
      if (host.includes('://')) this.#hostOrigins.add(originOf(host, 'An entry of allowedHosts with a scheme'));
      else this.#hosts.add(host);
    }
  }

  /** @throws ConnectorError when `urlBase` is no absolute URL. */
  add(urlBase: string): void {
    if (!this.#origins.has(urlBase)) this.#origins.set(urlBase, originOf(urlBase, 'urlBase'));
  }

  has(url: URL): boolean {
    for (const origin of this.#origins.values()) if (origin === url.origin) return true;
    if (this.#hostOrigins.has(url.origin)) return true;
    return this.#hosts.has(url.host) && !this.#losesEncryption(url);
  }

  /** @throws ConnectorError when the credentials may not go there. Without any `urlBase`, the first URL is the one the author named. */
  require(url: URL): void {
    if (this.#origins.size === 0) this.#origins.set(url.origin, url.origin);
    if (!this.has(url)) throw this.refuse(url, 'The request goes');
  }

  /** @param what Says what leads to the target: `The request goes`. */
  refuse(target: URL, what: string): ConnectorError {
    const own = [...new Set(this.#origins.values())].join(', ');
    const advice = this.#losesEncryption(target)
      ? 'They would go unencrypted: ask the API for links that start with https. ' +
        `Only if that may be, add "${target.origin}" to allowedHosts of the HttpClient`
      : `If that host belongs to the API, add "${target.host}" to allowedHosts of the HttpClient`;
    return new ConnectorError(`${what} to ${target.origin}, but the credentials are for ${own} only. ${advice}`);
  }

  /** Credentials that are meant for https never go in clear, unless the author says so with the scheme. */
  #losesEncryption(url: URL): boolean {
    return url.protocol === 'http:' && [...this.#origins.values()].some((own) => own.startsWith('https:'));
  }
}

function originOf(url: string, what: string): string {
  if (URL.canParse(url)) return new URL(url).origin;
  throw new ConnectorError(
    `${what} must be an absolute URL such as "https://api.example.com/v1", got ${JSON.stringify(url)}`,
  );
}

/** A redirect would have taken the credentials to another origin. */
export class ForeignRedirect extends ConnectorError {
  readonly target: URL;

  constructor(target: URL) {
    super(`Refused a redirect to ${target.origin}`);
    this.target = target;
  }
}
