import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../../command-error.ts';
import { basicHeader, parseChallenge, tokenRequest } from './authorize.ts';
import type { Credentials } from './docker-credentials.ts';

export interface RegistryClientOptions {
  /** As in an image's name: `docker.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** Asked for once, when the registry wants a login. */
  readonly credentials: () => Promise<Credentials | undefined>;
  /** Breaks off what is under way. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait before each further try, after a fault of the network or the registry. @default [1000, 3000] */
  readonly retryDelays?: readonly number[];
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** From the registry's root, or a whole URL: `/v2/library/node/manifests/26-slim`. */
  readonly path: string;
  /** What a token must allow: `repository:library/node:pull`; several are separated by spaces. */
  readonly scope: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Opened for each try. */
  readonly body?: () => Promise<Readable>;
}

/** Faults that may be gone a moment later. */
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);

/** Speaks to one registry: logs in when it asks for that, tries again what failed by chance, and says why it cannot be reached. */
export class RegistryClient {
  readonly registry: string;
  /** `http` on this machine, as Docker has it. */
  readonly origin: string;
  readonly #options: RegistryClientOptions;
  #credentials: Promise<Credentials | undefined> | undefined;
  /** The `Authorization` that the registry took, by scope. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
    this.registry = options.registry;
    const host = this.registry === 'docker.io' ? 'registry-1.docker.io' : this.registry;
    this.origin = `${/^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/.test(host) ? 'http' : 'https'}://${host}`;
  }

  /**
   * Sends a request and gives the response whatever its status, but 401.
   *
   * @throws CommandError when the registry cannot be reached or gives no access.
   */
  async send(request: RegistryRequest): Promise<Response> {
    const { scope } = request;
    const response = await this.#exchange(request);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    // Also where one was known: a token lives for minutes, and a push may take longer.
    const renewed = await this.#authorize(response.headers.get('www-authenticate'), scope);
    if (renewed !== undefined) {
      this.#authorizations.set(scope, renewed);
      const second = await this.#exchange(request);
      if (second.status !== 401) return second;
      await second.body?.cancel();
    }
    const { registry } = this;
    const repository = /repository:([^:]+)/.exec(scope)?.[1];
    throw new CommandError(
      (await this.#login()) === undefined
        ? `${registry} gives no access to ${repository}: it is not there, or wants a login. "docker login ${registry}" keeps one.`
        : `${registry} gives no access to ${repository} with the login of the Docker config. "docker login ${registry}" makes a new one.`,
    );
  }

  #login(): Promise<Credentials | undefined> {
    return (this.#credentials ??= this.#options.credentials());
  }

  async #exchange({ method, path, scope, headers, body }: RegistryRequest): Promise<Response> {
    const authorization = this.#authorizations.get(scope);
    const { retryDelays = [1000, 3000] } = this.#options;
    const url = new URL(path, this.origin).href;
    for (let tries = 0; ; tries++) {
      const delay = retryDelays[tries];
      const response = await this.#fetch(
        url,
        {
          method,
          headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
          ...(body === undefined ? {} : { body: await body(), duplex: 'half' }),
        },
        delay !== undefined,
      );
      if (response !== undefined && !(delay !== undefined && TRANSIENT.has(response.status))) return response;
      await response?.body?.cancel();
      await wait(delay, undefined, { signal: this.#options.signal });
    }
  }

  async #authorize(header: string | null, scope: string): Promise<string | undefined> {
    const challenge = parseChallenge(header ?? undefined);
    const credentials = await this.#login();
    if (challenge?.scheme === 'basic') {
      return credentials !== undefined && 'password' in credentials ? basicHeader(credentials) : undefined;
    }
    if (challenge === undefined) return undefined;
    const { url, ...init } = tokenRequest(challenge, scope, credentials);
    const response = (await this.#fetch(url, init, false)) as Response;
    if (response.status === 401 || response.status === 403) return undefined;
    if (response.ok) {
      const { token, access_token: accessToken } = (await response.json()) as Record<string, string>;
      if (token ?? accessToken) return `Bearer ${token ?? accessToken}`;
    }
    throw new CommandError(`${new URL(url).host} gave no token for ${this.registry}: status ${response.status}`);
  }

  /** @returns `undefined` when the network failed and `mayFail` is set. */
  async #fetch(url: string, init: FetchInit, mayFail: boolean): Promise<Response | undefined> {
    const { signal } = this.#options;
    try {
      return await fetch(url, { ...init, signal: signal ?? null });
    } catch (error) {
      const { cause } = error as Error;
      // What the body's own stream failed of, such as content that is not what was promised.
      if (cause instanceof CommandError) throw cause;
      if (error instanceof CommandError || signal?.aborted === true) throw error;
      if (mayFail) return undefined;
      const { message, code } = (cause ?? error) as NodeJS.ErrnoException;
      throw new CommandError(`${new URL(url).host} could not be reached: ${message || code}`, { cause: error });
    }
  }
}

interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable | string;
  readonly duplex?: 'half';
}

/** The body of a response, as a stream. */
export function bodyOf(response: Response): Readable {
  return response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as never);
}
