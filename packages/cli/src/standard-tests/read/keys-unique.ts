import type { JsonObject } from '@headwater/cdk/protocol';
import { counted } from '../../terminal/show.ts';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { valueAtPath } from '../subject/json-shapes.ts';
import { keyOf, recordsOf, showKeys } from '../subject/records-of.ts';

export const keysUnique: StreamTest = {
  name: 'keys-unique',
  group: 'read',
  proves: 'Every record has a value in each field of the primary key, and no two records have the same key.',
  advice:
    'Choose fields that identify a record, such as the parent’s id besides its own. Where the API sends a record on two pages, sort the request by the key.',
  async run(stream) {
    if (stream.primaryKey.length === 0) throw new NotTestable('the stream has no primary key');
    const records = await recordsOf(stream);
    const isKeyless = (record: JsonObject): boolean =>
      stream.primaryKey.some((path) => (valueAtPath(record, path) ?? null) === null);
    const keyless = records.filter(isKeyless).length;
    const seen = new Set<string>();
    const repeated = records.filter((record) => {
      const key = keyOf(record, stream);
      return !isKeyless(record) && seen.size === seen.add(key).size;
    });
    return failures(
      ...(keyless > 0
        ? [`${keyless} of ${counted(records.length, 'record')} have null or nothing in their primary key`]
        : []),
      ...(repeated.length > 0
        ? [
            `${repeated.length} of ${counted(records.length, 'record')} have the key of one before: ${showKeys(repeated, stream)}`,
          ]
        : []),
    );
  },
};
