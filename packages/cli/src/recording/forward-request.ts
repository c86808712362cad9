import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { ApiRequest, ApiResponse } from './exchange.ts';
import { ACCEPTED_ENCODINGS, decodeBody } from './decode-body.ts';

/** Headers of a response that say how it came, not what it is. */
const OF_TRANSFER = [
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export interface ForwarderOptions {
  /** What a connector is started with otherwise. It names the proxy through which the API is reached, if there is one. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Authorities to trust besides the usual ones, as PEM. @default none */
  readonly ca?: readonly string[];
}

/** Sends requests to the real API. */
export class Forwarder {
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor({ env, ca }: ForwarderOptions) {
    const proxyEnv = Object.fromEntries(Object.entries(env).filter(([name]) => /^(?:https?|no)_proxy$/i.test(name)));
    const options = { keepAlive: true, proxyEnv };
    this.#http = new HttpAgent(options);
    this.#https = new HttpsAgent({ ...options, ...(ca && { ca: [...ca] }) });
  }

  /** @throws the network's error when there is no response. */
  async send(request: ApiRequest): Promise<ApiResponse> {
    const incoming = await this.#open(request);
    const { statusCode: status = 0, headers } = incoming;
    const body = decodeBody(await buffer(incoming), headers['content-encoding']);
    const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !OF_TRANSFER.includes(name));
    return { status, headers: Object.fromEntries(kept) as ApiResponse['headers'], body };
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #open({ method, url, headers, body }: ApiRequest): Promise<IncomingMessage> {
    const isTls = url.startsWith('https:');
    const { 'transfer-encoding': _, ...passed } = headers;
    return new Promise((resolve, reject) => {
      const outgoing = (isTls ? httpsRequest : httpRequest)(url, {
        method,
        agent: isTls ? this.#https : this.#http,
        headers: {
          ...passed,
          ...(headers['accept-encoding'] !== undefined && { 'accept-encoding': ACCEPTED_ENCODINGS }),
          ...(body.length > 0 && { 'content-length': body.length }),
        },
      });
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}
