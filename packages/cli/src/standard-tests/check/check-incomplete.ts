import { type ConnectorTest, failures, NotTestable } from '../standard-test.ts';
import { answersOf, errorsOf } from '../subject/answers-of.ts';
import { refusalProblems } from './refusal.ts';

export const checkIncomplete: ConnectorTest = {
  name: 'check-incomplete',
  group: 'check',
  proves: 'check says FAILED, and names what is missing, when the config is empty.',
  advice: 'List the settings that are needed under "required" in spec.json.',
  async run(connector) {
    const { connectionSpecification: schema } = await connector.specification();
    const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
    if (required.length === 0) throw new NotTestable('the connector needs no setting');
    const run = await connector.check({});
    const problems = refusalProblems(run, 'an empty config');
    const text = [
      ...answersOf(run, 'CONNECTION_STATUS').map(({ connectionStatus }) => connectionStatus.message),
      ...errorsOf(run).map(({ message }) => message),
    ].join(' ');
    const unnamed = required.filter((name) => !text.includes(name));
    return failures(
      ...problems,
      ...(problems.length === 0 && unnamed.length > 0
        ? [`the answer to an empty config does not name ${unnamed.join(', ')}: ${text}`]
        : []),
    );
  },
};
