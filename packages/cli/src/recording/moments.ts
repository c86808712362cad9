/** Days and times as APIs write them: ISO 8601, its compact form, and seconds or milliseconds since 1970. */
const MOMENT =
  /(?<![\d.])(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|(?:19|20)\d{2}[01]\d[0-3]\d(?:T\d{6}Z?)?|[12]\d{9}(?:\.\d+)?|[12]\d{12})(?![\d.])/g;

/** Moments, in milliseconds since 1970, in two texts that are the same otherwise: `updated_at > 2024-01-01`. */
export interface MomentPair {
  readonly left: number;
  readonly right: number;
  /** What stands before it in both. */
  readonly before: string;
}

/** The moments in which two texts differ; `undefined` when they differ in more, or have none. */
export function momentPairs(a: string, b: string): MomentPair[] | undefined {
  const [left, right] = [[...a.matchAll(MOMENT)], [...b.matchAll(MOMENT)]];
  if (left.length === 0 || left.length !== right.length) return undefined;
  if (a.replaceAll(MOMENT, '\0') !== b.replaceAll(MOMENT, '\0')) return undefined;
  const pairs = left.map((match, index) => ({
    left: toMilliseconds(match[0]),
    right: toMilliseconds(right[index]?.[0] ?? ''),
    before: a.slice(0, match.index),
  }));
  return pairs.some((pair) => Number.isNaN(pair.left + pair.right)) ? undefined : pairs;
}

/** All moments in a text, as they stand there. */
export function momentsIn(text: string): string[] {
  return text.match(MOMENT) ?? [];
}

/** A value that is a moment and nothing else. `undefined` for any other. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  const [match] = text.match(MOMENT) ?? [];
  const moment = match === text ? toMilliseconds(text) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Without a time zone it is UTC. */
function toMilliseconds(moment: string): number {
  const [, date, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]([\d:.]+))?(Z|[+-]\d{2}:?\d{2})?$/.exec(moment) ?? [];
  if (date !== undefined) return Date.parse(`${date}T${time}${zone.replace(/(\d{2})(\d{2})$/, '$1:$2')}`);
  const compact = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?Z?$/.exec(moment);
  if (compact === null) return Number(moment) * (/^\d{13}$/.test(moment) ? 1 : 1000);
  const [year, month, day, hour, minute, second] = compact.slice(1).map((part) => Number(part ?? 0));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
