import { ConfigError } from '../errors/config-error.ts';
import { type ConfiguredCatalog, type ConfiguredStream, isSameStream, streamLabel } from '../protocol/catalog.ts';
import { isJsonObject, jsonTypeOf, showValue } from '../protocol/json.ts';

/**
 * Reads a configured catalog as a platform sends it: explicit nulls are as good as absent, unknown keys are passed by.
 *
 * @param file Names the document in an error.
 * @throws ConfigError that names the file and the place.
 */
export function parseConfiguredCatalog(value: unknown, file: string): ConfiguredCatalog {
  const entries = isJsonObject(value) ? value['streams'] : undefined;
  if (!Array.isArray(entries)) {
    const found = isJsonObject(value) ? `"streams" is ${jsonTypeOf(entries)}` : `got ${jsonTypeOf(value)}`;
    throw new ConfigError(`${file} must be a configured catalog, an object with a list of "streams": ${found}`);
  }
  const streams: ConfiguredStream[] = [];
  for (const [index, entry] of entries.entries()) {
    const configured = parseStream(entry, `${file}: streams[${index}]`);
    if (streams.some((other) => isSameStream(other.stream, configured.stream))) {
      throw new ConfigError(
        `${file}: streams[${index}] names the stream "${streamLabel(configured.stream)}" a second time`,
      );
    }
    streams.push(configured);
  }
  return { streams };
}

function parseStream(entry: unknown, place: string): ConfiguredStream {
  if (!isJsonObject(entry)) throw new ConfigError(`${place} must be an object, got ${jsonTypeOf(entry)}`);
  const { stream, sync_mode: syncMode = 'full_refresh' } = entry;
  if (!isJsonObject(stream)) throw new ConfigError(`${place}.stream must be an object, got ${jsonTypeOf(stream)}`);
  const { name, namespace } = stream;
  if (typeof name !== 'string' || name === '')
    throw new ConfigError(`${place}.stream.name must be text, got ${showValue(name)}`);
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    throw new ConfigError(`${place}.stream.namespace must be text, got ${showValue(namespace)}`);
  }
  if (syncMode !== 'full_refresh' && syncMode !== 'incremental' && syncMode !== null) {
    throw new ConfigError(`${place}.sync_mode must be "full_refresh" or "incremental", got ${showValue(syncMode)}`);
  }
  return { stream: { name, ...(namespace ? { namespace } : {}) }, syncMode: syncMode ?? 'full_refresh' };
}
