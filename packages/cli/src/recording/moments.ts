/** Days and times as APIs write them: ISO 8601, its compact form, and seconds or milliseconds since 1970. */
const MOMENT =
  /(?<![\d.])(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|(?:19|20)\d{2}[01]\d[0-3]\d(?:T\d{6}Z?)?|[12]\d{9}(?:\.\d+)?|[12]\d{12})(?![\d.])/g;

/**
 * How many days two texts are apart that are the same but for moments in them: `updated_at > 2024-01-01`. Of several the greatest
 * distance counts. `undefined` when they differ in more, or have no moments.
 */
export function momentsApart(a: string, b: string): number | undefined {
  const [left, right] = [a.match(MOMENT) ?? [], b.match(MOMENT) ?? []];
  if (left.length === 0 || left.length !== right.length) return undefined;
  if (a.replaceAll(MOMENT, '\0') !== b.replaceAll(MOMENT, '\0')) return undefined;
  const distances = left.map((moment, index) => Math.abs(milliseconds(moment) - milliseconds(right[index] ?? '')));
  const greatest = Math.max(...distances) / 86_400_000;
  return Number.isNaN(greatest) ? undefined : greatest;
}

function milliseconds(moment: string): number {
  if (/^\d{4}-/.test(moment)) return Date.parse(moment.replace(' ', 'T'));
  const compact = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?Z?$/.exec(moment);
  if (compact !== null) {
    const [, year, month, day, hour = '00', minute = '00', second = '00'] = compact;
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  }
  return Number(moment) * (/^\d{13}$/.test(moment) ? 1 : 1000);
}
