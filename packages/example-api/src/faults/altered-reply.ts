import { bodyPart } from '../http/body-part.ts';
import type { Reply } from '../http/reply.ts';
import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';

/** The reply as `cutJson` and `wrongContentType` faults leave it. */
export async function alteredReply(reply: Reply, faults: readonly Fault[]): Promise<Reply> {
  const headers =
    faultOf(faults, 'wrongContentType') === undefined
      ? reply.headers
      : { ...reply.headers, 'content-type': 'text/plain; charset=utf-8' };
  const body = faultOf(faults, 'cutJson') === undefined ? reply.body : await bodyPart(reply.body);
  return { status: reply.status, headers, body };
}
