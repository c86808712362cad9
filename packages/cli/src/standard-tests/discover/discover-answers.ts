import type { AirbyteStream } from '@headwater/cdk/protocol';
import { canonicalJson, labelOf } from '@headwater/kill-anywhere';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { answersOf, describeEnd } from '../subject/answers-of.ts';

export const discoverAnswers: ConnectorTest = {
  name: 'discover-answers',
  group: 'discover',
  proves: 'discover gives exactly one CATALOG, with at least one stream, no two of the same name, and the same again.',
  advice: 'Run "headwater discover" twice, and look at what streams() of the source returns.',
  async run(connector) {
    const run = await connector.discover();
    const answers = answersOf(run, 'CATALOG');
    const [answer] = answers;
    if (answer === undefined) return failures(`discover gave no CATALOG: ${describeEnd(run)}`);
    const [again] = answersOf(await connector.discover('second'), 'CATALOG');
    const names = answer.catalog.streams.map(labelOf);
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return failures(
      ...(answers.length > 1 ? [`discover gave ${answers.length} CATALOGs`] : []),
      ...(names.length === 0 ? ['the CATALOG has no stream'] : []),
      ...[...twice].map((name) => `two streams have the name ${name}`),
      ...(again === undefined
        ? ['a second discover gave no CATALOG']
        : changesOf(answer.catalog.streams, again.catalog.streams)),
      ...(run.exitCode === 0 ? [] : [`discover ended badly: ${describeEnd(run)}`]),
    );
  },
};

/** In what a second catalog differs from the first, a sentence a stream. */
function changesOf(first: readonly AirbyteStream[], second: readonly AirbyteStream[]): string[] {
  const labels = new Set([...first, ...second].map(labelOf));
  return [...labels].flatMap((label) => {
    const [before, after] = [first, second].map((streams) => streams.find((stream) => labelOf(stream) === label));
    if (before === undefined || after === undefined)
      return [`the stream ${label} is only in the ${after === undefined ? 'first' : 'second'} of two CATALOGs`];
    const members = Object.keys({ ...before, ...after }) as (keyof AirbyteStream)[];
    const changed = members.filter(
      (name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null),
    );
    return changed.length === 0 ? [] : [`the stream ${label} has another ${changed.join(', ')} in a second CATALOG`];
  });
}
