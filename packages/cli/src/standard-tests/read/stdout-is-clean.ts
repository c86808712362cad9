import { parseJson } from '@headwater/cdk/protocol';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { messageProblem } from '../../connector/message-problem.ts';

const SHOWN = 3;

export const stdoutIsClean: ConnectorTest = {
  name: 'stdout-is-clean',
  group: 'read',
  proves: 'Every line of stdout is one message of the protocol, with all that its type must have.',
  advice:
    'What is no JSON was written beside the connector, by a console.log or a library: use the logger of the context. A platform drops a message that is wrong, or fails.',
  async run(connector) {
    await connector.readAll();
    const lines = (await connector.runs).flatMap(({ badLines }) => badLines);
    const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more such lines`] : [];
    return failures(
      ...lines.slice(0, SHOWN).map((line) => `no message${reasonOf(line)}: ${line.slice(0, 100)}`),
      ...more,
    );
  },
};

/** Why a line of JSON is no message; nothing for other text, which shows it. */
function reasonOf(line: string): string {
  try {
    const problem = messageProblem(parseJson(line));
    return problem === undefined ? '' : `, ${problem}`;
  } catch {
    return '';
  }
}
