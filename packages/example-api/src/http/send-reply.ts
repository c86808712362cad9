import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

import { faultOf } from '../faults/fault.ts';
import type { Fault } from '../faults/fault.ts';
import { bodyPart } from './body-part.ts';
import type { Reply } from './reply.ts';

/** Sends a reply, all of it or as far as a `truncate` or `stall` fault lets it go. */
export async function sendReply(response: ServerResponse, reply: Reply, faults: readonly Fault[]): Promise<void> {
  const { status, headers, body } = reply;
  response.writeHead(status, Buffer.isBuffer(body) ? { ...headers, 'content-length': body.length } : headers);

  const truncate = faultOf(faults, 'truncate');
  if (truncate !== undefined) {
    response.write(await bodyPart(body, truncate.bytes), () => response.socket?.destroySoon());
  } else if (faultOf(faults, 'stall') !== undefined) {
    response.write(await bodyPart(body));
  } else if (Buffer.isBuffer(body)) {
    response.end(body);
  } else {
    // A client that goes away ends the stream early, which is no failure of the API.
    pipeline(body(), response, () => {});
  }
}
