import { Redactor, secretValues } from '@headwater/cdk/testing';
import { type AirbyteMessage, writeJson } from '@headwater/cdk/protocol';
import { type ConnectorTest, failures, NotTestable } from '../standard-test.ts';

export const noSecrets: ConnectorTest = {
  name: 'no-secrets',
  group: 'read',
  proves:
    'No secret of the config is in a log, an error, a status, a STATE, the catalog, or on stderr, also not encoded.',
  advice:
    'Do not put the value into messages; name the setting. A state is kept in the open. Mark it as "airbyte_secret" in spec.json, so that it is masked.',
  async run(connector) {
    const { connectionSpecification: schema } = await connector.specification();
    const secrets = secretValues(schema, connector.config);
    if (secrets.length === 0) throw new NotTestable('the config has no secrets');
    await connector.readAll();
    const redactor = new Redactor();
    for (const secret of secrets) redactor.add(secret);
    const isOpen = (text: string): boolean => redactor.redact(text) !== text;
    const runs = await connector.runs;
    const places = runs.flatMap(({ messages, stderr }) => [
      ...messages.flatMap((message) => (isOpen(publicText(message)) ? [`a ${message.type} message`] : [])),
      ...(isOpen(stderr) ? ['stderr'] : []),
    ]);
    return failures(...new Set(places.map((place) => `a secret of the config is in ${place}`)));
  },
};

/** What of a message people get to see, or a platform keeps in the open. */
function publicText(message: AirbyteMessage): string {
  switch (message.type) {
    case 'LOG':
    case 'TRACE':
    case 'CONNECTION_STATUS':
    case 'STATE':
    case 'CATALOG':
      return writeJson(message) ?? '';
    default:
      return '';
  }
}
