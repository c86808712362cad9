import type { Alter, ApiRequest, ApiResponse, Exchange, Reply } from './exchange.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { nodeOptions } from './node-options.ts';
import { Forwarder, type ForwarderOptions } from './forward-request.ts';

export interface StartRecordingOptions extends ForwarderOptions {
  /** Changes what the connector gets; what is recorded is what the API answered. @default nothing is changed */
  readonly alter?: Alter;
}

export interface LiveProxy extends ApiProxy {
  /** What has been asked and answered so far, in the order of the answers. It grows while a connector runs. */
  readonly exchanges: readonly Exchange[];
}

/** Starts a proxy that passes requests on to the real API, and keeps what is said: whole, secrets and all, in memory only. */
export async function startRecording(options: StartRecordingOptions): Promise<LiveProxy> {
  const { alter = (_request, respond) => respond() } = options;
  const forwarder = new Forwarder(options);
  const exchanges: Exchange[] = [];
  const proxy = await startApiProxy(answer);
  return {
    ...proxy,
    env: { ...proxy.env, NODE_OPTIONS: nodeOptions(undefined, options.env['NODE_OPTIONS']) },
    exchanges,
    async close() {
      forwarder.close();
      await proxy.close();
    },
  };

  async function answer(request: ApiRequest): Promise<Reply> {
    return alter(request, async () => {
      try {
        const response = await forwarder.send(request);
        exchanges.push({ request, response });
        return response;
      } catch (error) {
        return badGateway(request, error as Error);
      }
    });
  }
}

/** What a proxy answers when the API does not. */
function badGateway({ url }: ApiRequest, { message }: Error): ApiResponse {
  const body = Buffer.from(JSON.stringify({ error: { message: `${new URL(url).host} gave no response: ${message}` } }));
  return { status: 502, headers: { 'content-type': 'application/json' }, body };
}
