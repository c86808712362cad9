import { type ConnectorTest, failures } from '../standard-test.ts';

const SHOWN = 3;

export const stdoutIsClean: ConnectorTest = {
  name: 'stdout-is-clean',
  group: 'read',
  proves: 'Every line of stdout is one message of the protocol.',
  advice:
    'Something writes to stdout beside the connector: a console.log, or a library. Use the logger of the context.',
  async run(connector) {
    await connector.readAll();
    const lines = (await connector.runs).flatMap(({ badLines }) => badLines);
    const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more such lines`] : [];
    return failures(...lines.slice(0, SHOWN).map((line) => `no message: ${line.slice(0, 100)}`), ...more);
  },
};
