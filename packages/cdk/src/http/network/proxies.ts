import type { NetworkSettings } from '../../streams/contexts.ts';
import { noProxyTest } from './no-proxy.ts';
import { parseProxy, type Proxy } from './proxy.ts';

/** Knows which proxy a host is asked through. */
export class Proxies {
  readonly #https: Proxy | undefined;
  readonly #http: Proxy | undefined;
  readonly #isExempt: (host: string, port: number) => boolean;

  /**
   * @param own The proxy that a client names for itself: then the settings are not looked at.
   * @throws ConfigError for a URL that is none, or of a kind of proxy that is not supported.
   */
  constructor(settings: NetworkSettings = {}, own = '') {
    const { httpsProxy = '', httpProxy = '', noProxy = '' } = settings;
    this.#isExempt = noProxyTest(own === '' ? noProxy : '');
    if (own !== '') this.#https = this.#http = parseProxy(own, 'The proxy of the HttpClient', false);
    else {
      if (httpsProxy !== '') this.#https = parseProxy(httpsProxy, 'HTTPS_PROXY', true);
      if (httpProxy !== '') this.#http = parseProxy(httpProxy, 'HTTP_PROXY', true);
    }
  }

  get all(): readonly Proxy[] {
    return [this.#https, this.#http].filter((proxy) => proxy !== undefined);
  }

  /** The proxy for a host, without brackets; `undefined` when it is asked directly. */
  of(protocol: 'https:' | 'http:', host: string, port: number): Proxy | undefined {
    const proxy = protocol === 'https:' ? this.#https : this.#http;
    return proxy === undefined || this.#isExempt(host, port) ? undefined : proxy;
  }
}
