import type { AirbyteMessage, JsonObject, StreamDescriptor } from '@headwater/cdk';
import type { KillPlace } from './kill-plan.ts';
import { labelOf } from './stream-under-test.ts';

/** How one process of `read` went, as far as somebody saw it. */
export interface ReadRun {
  /** What was seen on stdout, in its order. After a SIGKILL nothing more is. */
  readonly messages: readonly AirbyteMessage[];
  /** Lines that are no messages. */
  readonly badLines: readonly string[];
  /** Where the run was ended; `undefined` when it came to its end before. */
  readonly killedAt: KillPlace | undefined;
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** True when the process had to be ended because it did not end by itself. */
  readonly isOverdue: boolean;
}

/** What a run said about one stream. */
export type StreamEvent =
  | { readonly kind: 'record'; readonly data: JsonObject }
  | { readonly kind: 'state'; readonly state: JsonObject; readonly recordCount: number | undefined }
  | { readonly kind: 'status'; readonly status: 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE' }
  | { readonly kind: 'rate limited' }
  | { readonly kind: 'error'; readonly message: string };

/** True when every stream was read to its end, and that was seen: a SIGKILL that came too late for the process did not for its reader. */
export function isComplete({ exitCode, killedAt }: ReadRun): boolean {
  return exitCode === 0 && killedAt?.signal !== 'SIGKILL';
}

/** What a run said about a stream, in its order. */
export function eventsOf(run: ReadRun, stream: StreamDescriptor): StreamEvent[] {
  const label = labelOf(stream);
  return run.messages.flatMap((message) => {
    const event = eventOf(message);
    return event !== undefined && labelOf(event.stream) === label ? [event.event] : [];
  });
}

/** Says of every RECORD, STATE, status and error which stream it is about. */
function eventOf(message: AirbyteMessage): { stream: StreamDescriptor; event: StreamEvent } | undefined {
  switch (message.type) {
    case 'RECORD': {
      const { stream: name, namespace, data } = message.record;
      return { stream: { name, ...(namespace && { namespace }) }, event: { kind: 'record', data } };
    }
    case 'STATE': {
      // A state of another type has no stream: what it covers is told by nobody.
      const { stream, sourceStats } = message.state;
      if (stream === undefined) return undefined;
      const { stream_descriptor: descriptor, stream_state: state } = stream;
      return { stream: descriptor, event: { kind: 'state', state, recordCount: sourceStats?.recordCount } };
    }
    case 'TRACE': {
      const { trace } = message;
      if (trace.type === 'ERROR' && trace.error.stream_descriptor !== undefined) {
        return { stream: trace.error.stream_descriptor, event: { kind: 'error', message: trace.error.message } };
      }
      if (trace.type !== 'STREAM_STATUS') return undefined;
      const { stream_descriptor: stream, status, reasons } = trace.stream_status;
      return { stream, event: reasons === undefined ? { kind: 'status', status } : { kind: 'rate limited' } };
    }
    default:
      return undefined;
  }
}
