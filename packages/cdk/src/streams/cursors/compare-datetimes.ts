const ISO_DATETIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.(\d+))?)?(Z|z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Tells whether `value` is an ISO 8601 date or date and time. */
export function isIsoDatetime(value: string): boolean {
  return ISO_DATETIME.test(value) && (value.slice(8, 10) <= '28' || isDayOfMonth(value));
}

function isDayOfMonth(value: string): boolean {
  return new Date(`${value.slice(0, 10)}T00:00Z`).getUTCDate() === Number(value.slice(8, 10));
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
  if (a.length === b.length && a[10] === b[10] && a.endsWith('Z') && b.endsWith('Z')) return compareText(a, b);
  const difference = epochOf(a) - epochOf(b);
  return difference === 0 ? compareText(fractionOf(a), fractionOf(b)) : difference;
}

/** The digits after the second, filled up with zeros to at least twelve. */
export function fractionOf(value: string): string {
  return (ISO_DATETIME.exec(value)?.[1] ?? '').padEnd(12, '0');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
