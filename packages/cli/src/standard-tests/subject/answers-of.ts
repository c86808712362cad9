import type { AirbyteMessage, ErrorTrace } from '@headwater/cdk/protocol';
import type { ReadRun } from '@headwater/kill-anywhere';

type MessageOf<TType extends AirbyteMessage['type']> = Extract<AirbyteMessage, { readonly type: TType }>;

/** The messages of one type that a run gave. */
export function answersOf<TType extends AirbyteMessage['type']>(
  { messages }: Pick<ReadRun, 'messages'>,
  type: TType,
): MessageOf<TType>[] {
  return messages.filter((message): message is MessageOf<TType> => message.type === type);
}

/** The errors that a run gave, those of streams too. */
export function errorsOf(run: Pick<ReadRun, 'messages'>): ErrorTrace[] {
  return answersOf(run, 'TRACE').flatMap(({ trace }) => (trace.type === 'ERROR' ? [trace.error] : []));
}

/** How a run ended, for a message: `exit code 1, "API token is wrong"`. */
export function describeEnd(run: ReadRun): string {
  if (run.isOverdue) return 'it did not come to its end in time';
  const end = run.signal === null ? `exit code ${run.exitCode}` : `ended by ${run.signal}`;
  const said = errorsOf(run)[0]?.message ?? run.stderr.trim().split('\n').at(-1);
  return said === undefined || said === '' ? end : `${end}, "${said}"`;
}
