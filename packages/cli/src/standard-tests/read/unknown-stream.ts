import type { ReadRun } from '@headwater/kill-anywhere';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { errorsOf } from '../subject/answers-of.ts';
import { configuredCatalog } from '../subject/configured-catalog.ts';

const UNKNOWN = 'a_stream_that_no_source_has';

export const unknownStream: ConnectorTest = {
  name: 'unknown-stream',
  group: 'read',
  proves: 'A catalog with a stream that the source does not have ends with an error, not as if all had been read.',
  advice: 'A connector of the kit does so by itself; another one must compare the catalog with its streams.',
  async run(connector) {
    const stream = { name: UNKNOWN, json_schema: {}, supported_sync_modes: ['full_refresh' as const] };
    const catalog = configuredCatalog([{ stream, syncMode: 'full_refresh' }]);
    const run = await connector.run({ command: 'read', config: connector.config, catalog });
    return failures(...silence(run, 'a stream that does not exist'));
  },
};

/** Says where a read did not fail that must. */
export function silence(run: ReadRun, cause: string): string[] {
  return [
    ...(errorsOf(run).length === 0 ? [`the read of ${cause} gave no TRACE of type ERROR`] : []),
    ...(run.exitCode === 0 ? [`the read of ${cause} ended with exit code 0`] : []),
  ];
}
