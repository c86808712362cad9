/** What the text of a datetime says. */
export interface DatetimeParts {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly dayOfYear?: number;
  readonly hour?: number;
  /** From 0, which is noon or midnight, to 11. */
  readonly hour12?: number;
  readonly isPm?: boolean;
  readonly minute?: number;
  readonly second?: number;
  readonly micros?: number;
  /** How far the clock is ahead of UTC. */
  readonly offsetMinutes?: number;
}

export interface StrftimeDirective {
  /** A regular expression of what it reads, in any case. */
  readonly pattern: string;
  /** Without it the text says nothing that counts. */
  readonly read?: (text: string) => DatetimeParts;
  /** @param micros The whole fraction of the second. */
  readonly write: (date: Date, micros: number) => string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The directives of Python's strptime that do not depend on a language or a week, and the Python CDK's `%_ms`. Numbers are
 * written with all their digits and read with fewer, names are English.
 *
 * @see https://docs.python.org/3/library/datetime.html#strftime-and-strptime-format-codes
 */
export const STRFTIME_DIRECTIVES: Readonly<Record<string, StrftimeDirective>> = {
  '%Y': { pattern: '\\d{4}', read: (text) => ({ year: +text }), write: (date) => digits(date.getUTCFullYear(), 4) },
  '%y': { pattern: '\\d\\d', read: readShortYear, write: (date) => digits(date.getUTCFullYear() % 100, 2) },
  '%m': {
    pattern: '1[0-2]|0?[1-9]',
    read: (text) => ({ month: +text }),
    write: (date) => digits(date.getUTCMonth() + 1, 2),
  },
  '%b': {
    pattern: MONTHS.map(short).join('|'),
    read: readMonth,
    write: (date) => short(MONTHS[date.getUTCMonth()]),
  },
  '%B': { pattern: MONTHS.join('|'), read: readMonth, write: (date) => MONTHS[date.getUTCMonth()] ?? '' },
  '%d': {
    pattern: '3[01]|[12]\\d|0?[1-9]',
    read: (text) => ({ day: +text }),
    write: (date) => digits(date.getUTCDate(), 2),
  },
  '%j': { pattern: '\\d{1,3}', read: (text) => ({ dayOfYear: +text }), write: (date) => digits(dayOfYear(date), 3) },
  '%a': { pattern: WEEKDAYS.map(short).join('|'), write: (date) => short(WEEKDAYS[date.getUTCDay()]) },
  '%A': { pattern: WEEKDAYS.join('|'), write: (date) => WEEKDAYS[date.getUTCDay()] ?? '' },
  '%H': {
    pattern: '2[0-3]|[01]?\\d',
    read: (text) => ({ hour: +text }),
    write: (date) => digits(date.getUTCHours(), 2),
  },
  '%I': {
    pattern: '1[0-2]|0?[1-9]',
    read: (text) => ({ hour12: +text % 12 }),
    write: (date) => digits(date.getUTCHours() % 12 || 12, 2),
  },
  '%p': {
    pattern: 'AM|PM',
    read: (text) => ({ isPm: text.toUpperCase() === 'PM' }),
    write: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  },
  '%M': {
    pattern: '[0-5]?\\d',
    read: (text) => ({ minute: +text }),
    write: (date) => digits(date.getUTCMinutes(), 2),
  },
  '%S': {
    pattern: '[0-5]?\\d',
    read: (text) => ({ second: +text }),
    write: (date) => digits(date.getUTCSeconds(), 2),
  },
  '%f': { pattern: '\\d{1,9}', read: readFraction, write: (_date, micros) => digits(micros, 6) },
  '%_ms': { pattern: '\\d{1,9}', read: readFraction, write: (_date, micros) => digits(Math.floor(micros / 1000), 3) },
  '%z': { pattern: 'Z|[+-](?:[01]\\d|2[0-3]):?[0-5]\\d', read: readOffset, write: () => '+0000' },
  '%Z': { pattern: 'UTC|GMT|Z', write: () => 'UTC' },
  '%%': { pattern: '%', write: () => '%' },
};

/** Two digits are a year from 1969 to 2068, as POSIX has it. */
function readShortYear(text: string): DatetimeParts {
  return { year: Number(text) + (Number(text) < 69 ? 2000 : 1900) };
}

function readMonth(text: string): DatetimeParts {
  return { month: MONTHS.findIndex((name) => short(name).toLowerCase() === short(text).toLowerCase()) + 1 };
}

/** What is finer than a microsecond is cut off. */
function readFraction(text: string): DatetimeParts {
  return { micros: Number(text.slice(0, 6).padEnd(6, '0')) };
}

function readOffset(text: string): DatetimeParts {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return { offsetMinutes: sign === '-' ? -offset : offset };
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / DAY_MS) + 1;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function short(name = ''): string {
  return name.slice(0, 3);
}
