import { type ConnectorTest, failures } from '../standard-test.ts';
import { describeEnd } from '../subject/answers-of.ts';
import { showStrangers } from '../subject/strangers.ts';
import type { ConnectorRun } from '../subject/run-connector.ts';
import type { TestedStream } from '../subject/tested-stream.ts';

export const readAsAsked: ConnectorTest = {
  name: 'read-as-asked',
  group: 'read',
  proves: 'A read is of the streams in its catalog and of no others, and ends with exit code 0 when each is COMPLETE.',
  advice:
    'Read what the configured catalog has, under the names of discover. A platform takes any other exit code for a failed sync.',
  async run(connector) {
    const streams = await connector.streams();
    const incremental = streams.filter(({ isIncremental }) => isIncremental);
    const problems = [
      ...problemsOf(await connector.readAll(), streams, 'the read of all streams'),
      ...(incremental.length === 0
        ? []
        : problemsOf(await connector.readIncrementally(), incremental, 'the incremental read')),
    ];
    return failures(...problems);
  },
};

function problemsOf(run: ConnectorRun, streams: readonly TestedStream[], which: string): string[] {
  const strangers = showStrangers(run, streams);
  // What did not complete has a test of its own, and how that ends is not certain.
  const isComplete = run.missing.length === 0 && streams.every((stream) => stream.in(run).isComplete);
  return [
    ...(strangers === undefined ? [] : [`${which} gave what nobody asked for: ${strangers}`]),
    ...(isComplete && run.exitCode !== 0 ? [`${which} is COMPLETE, and ended badly: ${describeEnd(run)}`] : []),
  ];
}
