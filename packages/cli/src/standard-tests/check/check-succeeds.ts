import { type ConnectorTest, failures } from '../standard-test.ts';
import { answersOf, describeEnd } from '../subject/answers-of.ts';

export const checkSucceeds: ConnectorTest = {
  name: 'check-succeeds',
  group: 'check',
  proves: 'check gives exactly one CONNECTION_STATUS, SUCCEEDED, with the config that works.',
  advice: 'Run "headwater check": either the config is wrong, or checkConnection is.',
  async run(connector) {
    const run = await connector.check();
    const answers = answersOf(run, 'CONNECTION_STATUS');
    const [answer] = answers;
    if (answer === undefined) return failures(`check gave no CONNECTION_STATUS: ${describeEnd(run)}`);
    const { status, message = 'no message' } = answer.connectionStatus;
    return failures(
      ...(answers.length > 1 ? [`check gave ${answers.length} CONNECTION_STATUSes`] : []),
      ...(status === 'SUCCEEDED' ? [] : [`check says ${status}: ${message}`]),
      ...(run.exitCode === 0 ? [] : [`check ended badly: ${describeEnd(run)}`]),
    );
  },
};
