import type { ValidateFunction } from 'ajv';

/** Whether a record is what a schema describes. To the validator a bigint is no number, so it sees the nearest one. */
export function matchesSchema(validate: ValidateFunction, record: unknown): boolean {
  return validate(JSON.parse(JSON.stringify(record, bigintAsNumber)));
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
