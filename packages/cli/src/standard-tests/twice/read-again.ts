import type { JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { counted } from '../../terminal/show.ts';
import { failures, type StreamTest } from '../standard-test.ts';
import { keyOf, recordsOf, showKeys } from '../subject/records-of.ts';
import { showStrangers } from '../subject/strangers.ts';
import type { TestedStream } from '../subject/tested-stream.ts';

export const readAgain: StreamTest = {
  name: 'read-again',
  group: 'twice',
  proves:
    'A second full refresh, of this stream alone, has every record of the first, unchanged, and nothing of others.',
  advice:
    'Read only what the configured catalog has. Do not add what differs from read to read, such as the time. Where records are missing, the order of the pages may not be certain: sort the request.',
  async run(stream) {
    const first = await recordsOf(stream);
    const second = await stream.readAlone();
    if (!second.isComplete) return failures('alone, the stream is not read to its end');
    const strangers = showStrangers(second.run, [stream]);
    const stray =
      strangers === undefined ? [] : failures(`the read of this stream alone gave what nobody asked for: ${strangers}`);
    const contents = new Set(second.records.map(canonicalJson));
    const missing = first.filter((record) => !contents.has(canonicalJson(record)));
    if (missing.length === 0) return stray;
    const changed = changedFields(missing, second.records, stream);
    const count = `${missing.length} of ${counted(first.length, 'record')}`;
    const lost = failures(
      changed === undefined
        ? `${count} are not in the second read: ${showKeys(missing, stream)}`
        : `${count} differ in the second read, in ${changed.join(', ')}: ${showKeys(missing, stream)}`,
    );
    return [...stray, ...lost];
  },
};

/** The fields in which records of the same key differ; `undefined` when one has no counterpart. */
function changedFields(
  missing: readonly JsonObject[],
  second: readonly JsonObject[],
  stream: TestedStream,
): string[] | undefined {
  if (stream.primaryKey.length === 0) return undefined;
  const byKey = new Map(second.map((record) => [keyOf(record, stream), record]));
  const fields = new Set<string>();
  for (const record of missing) {
    const other = byKey.get(keyOf(record, stream));
    if (other === undefined) return undefined;
    for (const name of Object.keys({ ...record, ...other })) {
      if (canonicalJson(record[name] ?? null) !== canonicalJson(other[name] ?? null)) fields.add(name);
    }
  }
  return [...fields];
}
