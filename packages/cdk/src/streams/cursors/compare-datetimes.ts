const ISO_DATETIME = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.(\d+))?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/** Tells whether `value` is an ISO 8601 date or date and time. */
export function isIsoDatetime(value: string): boolean {
  return ISO_DATETIME.test(value) && !Number.isNaN(epochOf(value));
}

/** Milliseconds since the epoch of an ISO 8601 date or date and time; one without a zone is taken as UTC. */
export function epochOf(value: string): number {
  const parts = ISO_DATETIME.exec(value);
  const hasTime = value.length > 10;
  return Date.parse(hasTime && parts?.[2] === undefined ? `${value.replace(' ', 'T')}Z` : value);
}

/**
 * Orders two ISO 8601 datetimes by the moment they name, whatever their zones and precision: negative when `a` is earlier.
 * Fractions finer than a millisecond count.
 */
export function compareDatetimes(a: string, b: string): number {
  if (a.length === b.length && a.endsWith('Z') && b.endsWith('Z')) return a < b ? -1 : a > b ? 1 : 0;
  const difference = epochOf(a) - epochOf(b);
  return difference === 0 ? compareText(fractionOf(a), fractionOf(b)) : difference;
}

function fractionOf(value: string): string {
  return (ISO_DATETIME.exec(value)?.[1] ?? '').padEnd(12, '0');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
