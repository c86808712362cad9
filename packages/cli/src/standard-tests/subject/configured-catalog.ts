import type { AirbyteStream, SyncMode } from '@headwater/cdk/protocol';

/** A catalog as a platform sends it to `read`: streams as `discover` described them, and how each is to be read. */
export function configuredCatalog(
  streams: readonly { readonly stream: AirbyteStream; readonly syncMode: SyncMode | (string & {}) }[],
): object {
  return {
    streams: streams.map(({ stream, syncMode }) => ({
      stream,
      sync_mode: syncMode,
      destination_sync_mode: 'append',
      ...(stream.default_cursor_field && { cursor_field: stream.default_cursor_field }),
      ...(stream.source_defined_primary_key && { primary_key: stream.source_defined_primary_key }),
    })),
  };
}
