import type { JsonObject } from '@headwater/cdk/protocol';
import { type Finding, failures, warnings } from '../standard-test.ts';
import { keyOf, showKeys } from '../subject/records-of.ts';
import type { TestedStream } from '../subject/tested-stream.ts';
import type { FaultedRead } from './read-with-fault.ts';

/** The records of a stream that a read does not have. */
export async function missingIn(records: readonly JsonObject[], stream: TestedStream): Promise<JsonObject[]> {
  const whole = (await stream.readAlone()).records;
  const came = new Set(records.map((record) => keyOf(record, stream)));
  return whole.filter((record) => !came.has(keyOf(record, stream)));
}

/** What is wrong when a fault that passes must cost nothing: the stream is complete and has all records. */
export async function mustSurvive({ read, what }: FaultedRead, stream: TestedStream): Promise<Finding[]> {
  const errors = read.events.flatMap((event) => (event.kind === 'error' ? [event.message] : []));
  if (!read.isComplete) return failures(`${what} made the stream fail: ${errors[0] ?? 'it is not COMPLETE'}`);
  return lossAfter({ read, what }, stream);
}

/** What is wrong when a fault may end the stream, but never as if all was well. */
export async function mustNotLoseSilently(faulted: FaultedRead, stream: TestedStream): Promise<Finding[]> {
  const { read, what } = faulted;
  if (read.isComplete) return lossAfter(faulted, stream);
  const hasError = read.events.some(({ kind }) => kind === 'error');
  return [
    ...(hasError ? [] : failures(`${what} ended the stream without an error that says why`)),
    ...(read.run.exitCode === 0 ? failures(`${what} ended the stream, and the exit code is 0`) : []),
  ];
}

/** A failure of this type is expected of a stream. */
export function mustFailAs(type: string, { read, what }: FaultedRead, stream: TestedStream): Finding[] {
  if (read.isComplete) return [];
  const types = read.run.messages.flatMap((message) =>
    message.type === 'TRACE' &&
    message.trace.type === 'ERROR' &&
    message.trace.error.stream_descriptor?.name === stream.descriptor.name
      ? [message.trace.error.failure_type]
      : [],
  );
  const [found] = types;
  return found === undefined || found === type ? [] : warnings(`${what} is a ${found}; a ${type} asks the user to act`);
}

async function lossAfter({ read, what }: Pick<FaultedRead, 'read' | 'what'>, stream: TestedStream): Promise<Finding[]> {
  const missing = await missingIn(read.records, stream);
  if (missing.length === 0) return [];
  const all = (await stream.readAlone()).records.length;
  return failures(
    `after ${what} the stream is COMPLETE, and ${missing.length} of its ${all} records are missing: ${showKeys(missing, stream)}`,
  );
}
