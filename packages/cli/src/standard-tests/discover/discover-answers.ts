import { labelOf } from '@headwater/kill-anywhere';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { answersOf, describeEnd } from '../subject/answers-of.ts';

export const discoverAnswers: ConnectorTest = {
  name: 'discover-answers',
  group: 'discover',
  proves: 'discover gives exactly one CATALOG, with at least one stream, and no two of the same name.',
  advice: 'Run "headwater discover" and look at what streams() of the source returns.',
  async run(connector) {
    const run = await connector.discover();
    const answers = answersOf(run, 'CATALOG');
    const [answer] = answers;
    if (answer === undefined) return failures(`discover gave no CATALOG: ${describeEnd(run)}`);
    const names = answer.catalog.streams.map(labelOf);
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return failures(
      ...(answers.length > 1 ? [`discover gave ${answers.length} CATALOGs`] : []),
      ...(names.length === 0 ? ['the CATALOG has no stream'] : []),
      ...[...twice].map((name) => `two streams have the name ${name}`),
      ...(run.exitCode === 0 ? [] : [`discover ended badly: ${describeEnd(run)}`]),
    );
  },
};
