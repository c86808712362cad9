import { failures, type StreamTest } from '../standard-test.ts';

export const streamSyncModes: StreamTest = {
  name: 'stream-sync-modes',
  group: 'discover',
  proves: 'The stream says how it can be read, and an incremental one names its cursor.',
  advice: 'Set cursorField on the stream that is incremental.',
  run({ entry }) {
    const modes: readonly string[] = entry.supported_sync_modes ?? [];
    const unknown = modes.filter((mode) => mode !== 'full_refresh' && mode !== 'incremental');
    const hasCursor = (entry.default_cursor_field ?? []).length > 0;
    return failures(
      ...(modes.length === 0 ? ['it names no sync mode'] : []),
      ...unknown.map((mode) => `"${mode}" is no sync mode`),
      ...(modes.includes('incremental') && entry.source_defined_cursor === true && !hasCursor
        ? ['it is incremental by a cursor of its own, and does not name it']
        : []),
    );
  },
};
