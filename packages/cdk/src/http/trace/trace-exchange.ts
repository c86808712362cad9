import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Request, Timings } from 'got';
import { describeThrown } from '../../errors/to-error-trace.ts';
import type { Exchange } from '../exchange.ts';
import { harEntry, type TracedRequest, type TracedResponse } from './har-entry.ts';

/** Hands each request of an exchange, redirects included, to the trace of its run as soon as it is over. Reads nothing of the body. */
export function traceExchange(stream: Request, { method, url, headers, context, tries }: Exchange): void {
  const { traceHttp, streamName } = context;
  if (traceHttp === undefined) return;
  const comment = [streamName === undefined ? '' : `stream "${streamName}"`, tries > 1 ? `try ${tries}` : '']
    .filter((part) => part !== '')
    .join(', ');

  let sent: ClientRequest | undefined;
  let sentTo = url;
  let received: Omit<TracedResponse, 'bodySize'> | undefined;
  let isOver = false;

  stream.on('request', (request: ClientRequest) => {
    sent = request;
    sentTo = new URL(String(stream.options.url));
    received = undefined;
    request.once('response', (message: IncomingMessage) => {
      const { remoteAddress: address, remotePort: port, localPort } = message.socket;
      received = { message, address, port, localPort };
    });
  });
  stream.on('redirect', () => trace(0));
  stream.once('error', (error) => over(describeThrown(error)));
  stream.once('end', () => over());
  // Whoever needs no more of a body ends the stream before its end.
  stream.once('close', () => over('the rest of the body was not read'));

  function over(error?: string): void {
    if (!isOver) trace(stream.downloadProgress.transferred, error);
    isOver = true;
  }

  function trace(bodySize: number, error?: string): void {
    const traced: TracedRequest = {
      method: sent?.method ?? method,
      url: sentTo,
      headers: sent?.getHeaders() ?? headers,
      timings: (sent as { timings?: Timings } | undefined)?.timings,
      isReused: sent?.reusedSocket === true,
      response: received && { ...received, bodySize },
      error,
      comment,
    };
    traceHttp?.(harEntry(traced, Date.now()));
  }
}
