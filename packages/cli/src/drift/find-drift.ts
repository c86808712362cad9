import type { AirbyteStream, JsonObject } from '@headwater/cdk/protocol';
import { brokenRules } from '../schemas/broken-rules.ts';
import { type FieldCoverage, fieldCoverage } from '../schemas/field-coverage.ts';
import { foundInRecords } from '../schemas/found-in-records.ts';
import { mergeSchema } from '../schemas/merge-schema.ts';
import { profileOf } from '../schemas/value-profile.ts';
import { counted } from '../terminal/show.ts';
import { type CriticalReason, criticalFields } from './critical-fields.ts';

/**
 * - `added`: the API sends a field that the schema does not know.
 * - `gone`: no record has a field of the schema.
 * - `changed`: values are other than the schema says.
 * - `untyped`: a field that the schema does not know, and that was never anything but null. To be known, not to be done about.
 * - `empty`: there are no records at all.
 */
export type DriftKind = 'added' | 'gone' | 'changed' | 'untyped' | 'empty';

/** A difference between what an API sends and what a schema says. */
export interface Drift {
  readonly kind: DriftKind;
  /** Its path; empty for the record itself. */
  readonly field: string;
  /** `integer → number`. */
  readonly text: string;
  /** Why it must not be; `null` when it is worth a warning only. */
  readonly critical: CriticalReason | null;
}

const NOT_FOUND = 'in the schema, and in no record';

/** Compares records with the schema of their stream. That the schema allows more than they need is no drift. */
export function findDrift(stream: AirbyteStream, records: readonly JsonObject[]): Drift[] {
  const critical = criticalFields(stream);
  if (records.length === 0) {
    return [{ kind: 'empty', field: '', text: 'no records', critical: critical.get('') ?? null }];
  }
  const profile = profileOf(records);
  const options = { narrow: false, enums: false, required: [] };
  const { schema, changes } = mergeSchema(stream.json_schema, foundInRecords(profile), options);
  const coverage = fieldCoverage(profile);
  const drifts = changes.flatMap(({ kind, field, text }): Drift[] => {
    switch (kind) {
      case 'added': {
        const { seen = 0, of = 0 } = coverage.find((one) => one.field === field) ?? {};
        return [{ kind: 'added', field, text: `${text}, in ${seen} of ${of}`, critical: null }];
      }
      case 'unseen':
        return [{ kind: 'gone', field, text: NOT_FOUND, critical: reasonFor(field, critical) }];
      case 'widened':
        return [{ kind: 'changed', field, text, critical: reasonFor(field, critical) }];
      case 'untyped':
        return [{ kind: 'untyped', field, text: 'only null so far', critical: null }];
      case 'narrower':
        return [];
    }
  });
  for (const { field, text, count } of brokenRules(schema, records, `The schema of stream "${stream.name}"`)) {
    const said = `${text}: ${count} of ${records.length} do not`;
    drifts.push({ kind: 'changed', field, text: said, critical: reasonFor(field, critical) });
  }
  return [...drifts, ...missingCritical(coverage, critical, drifts)];
}

/** A schema may allow a critical field to be null or absent; that it always is, is drift nevertheless. A key must never be. */
function missingCritical(
  coverage: readonly FieldCoverage[],
  critical: ReadonlyMap<string, CriticalReason>,
  known: readonly Drift[],
): Drift[] {
  return [...critical].flatMap(([field, reason]): Drift[] => {
    if (field === '' || known.some((drift) => drift.field === field || isInside(field, drift.field))) return [];
    const found = coverage.find((one) => one.field === field);
    if (found === undefined) return [{ kind: 'gone', field, text: NOT_FOUND, critical: reason }];
    const values = found.seen - found.nulls;
    if (values === 0) return [{ kind: 'changed', field, text: 'never anything but null', critical: reason }];
    if (reason !== 'primary key' || values === found.of) return [];
    return [
      {
        kind: 'changed',
        field,
        text: `missing in ${found.of - values} of ${counted(found.of, 'record')}`,
        critical: reason,
      },
    ];
  });
}

/** What happens to a field happens to those inside of it. */
function reasonFor(field: string, critical: ReadonlyMap<string, CriticalReason>): CriticalReason | null {
  const own = critical.get(field);
  if (own !== undefined || field === '') return own ?? null;
  for (const [path, reason] of critical) if (isInside(path, field)) return reason;
  return null;
}

function isInside(path: string, outer: string): boolean {
  return outer !== '' && (path.startsWith(`${outer}.`) || path.startsWith(`${outer}[]`));
}
