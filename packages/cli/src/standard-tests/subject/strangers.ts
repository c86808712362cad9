import type { StreamDescriptor } from '@headwater/cdk/protocol';
import { labelOf, type ReadRun } from '@headwater/kill-anywhere';
import { answersOf } from './answers-of.ts';
import type { TestedStream } from './tested-stream.ts';

/** What a read gave of streams that were not asked for: `2 RECORDs of "ghost"`. `undefined` when all was asked for. */
export function showStrangers(
  run: Pick<ReadRun, 'messages'>,
  asked: readonly Pick<TestedStream, 'label'>[],
): string | undefined {
  const known = new Set(asked.map(({ label }) => label));
  const strangers = streamsIn(run).filter(({ label }) => !known.has(label));
  const groups = Map.groupBy(strangers, ({ type, label }) => JSON.stringify([type, label]));
  const parts = [...groups.values()].map(([first, ...more]) => {
    const plural = more.length === 0 ? '' : first?.type.endsWith('S') === true ? 'es' : 's';
    return `${more.length + 1} ${first?.type}${plural} of "${first?.label}"`;
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Which stream each message is about, of those that are about one. */
function streamsIn(run: Pick<ReadRun, 'messages'>): { readonly type: string; readonly label: string }[] {
  const of = (type: string, stream: StreamDescriptor): { type: string; label: string } => ({
    type,
    label: labelOf(stream),
  });
  return [
    ...answersOf(run, 'RECORD').map(({ record: { stream: name, namespace } }) =>
      of('RECORD', { name, ...(namespace && { namespace }) }),
    ),
    ...answersOf(run, 'STATE').flatMap(({ state }) =>
      state.type === 'STREAM' ? [of('STATE', state.stream.stream_descriptor)] : [],
    ),
    ...answersOf(run, 'TRACE').flatMap(({ trace }) =>
      trace.type === 'STREAM_STATUS' ? [of('STREAM_STATUS', trace.stream_status.stream_descriptor)] : [],
    ),
  ];
}
