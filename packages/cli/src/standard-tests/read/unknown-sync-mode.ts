import { type ConnectorTest, failures, NotTestable } from '../standard-test.ts';
import { configuredCatalog } from '../subject/configured-catalog.ts';
import { silence } from './unknown-stream.ts';

export const unknownSyncMode: ConnectorTest = {
  name: 'unknown-sync-mode',
  group: 'read',
  proves: 'A catalog with a sync mode that does not exist ends with an error.',
  advice: 'A connector of the kit does so by itself; another one must look at the catalog before it reads.',
  async run(connector) {
    const [stream] = await connector.streams();
    if (stream === undefined) throw new NotTestable('there is no stream');
    const catalog = configuredCatalog([{ stream: stream.entry, syncMode: 'no_sync_mode' }]);
    const run = await connector.run({ command: 'read', config: connector.config, catalog });
    return failures(...silence(run, 'a sync mode that does not exist'));
  },
};
