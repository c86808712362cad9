const SECONDS_A_DAY = 86_400;

const days = new Map<number, string>();
const minutes = Array.from(
  { length: 1440 },
  (_, minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:`,
);
const seconds = Array.from({ length: 60 }, (_, second) => `${twoDigits(second)}Z`);

/** Writes seconds since the Unix epoch as ISO 8601 in UTC, such as `2024-01-01T00:00:00Z`. */
export function isoTime(epochSeconds: number): string {
  const day = Math.floor(epochSeconds / SECONDS_A_DAY);
  const second = epochSeconds - day * SECONDS_A_DAY;
  return dayText(day) + (minutes[Math.floor(second / 60)] as string) + (seconds[second % 60] as string);
}

const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads an ISO 8601 date or date-time as milliseconds since the Unix epoch. A time without a zone is UTC.
 * Gives `undefined` for anything else, a day that does not exist included.
 */
export function parseIsoTime(text: string): number | undefined {
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const day = match[1] as string;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  const zoned = text.includes('T') && match[2] === undefined ? `${text}Z` : text;
  const time = Date.parse(zoned.replace(',', '.').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : time;
}

// The text of a day is made once: a history of two years has some 700 of them, and each is asked for thousands of times.
function dayText(day: number): string {
  let text = days.get(day);
  if (text === undefined) {
    text = new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 11);
    days.set(day, text);
  }
  return text;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
