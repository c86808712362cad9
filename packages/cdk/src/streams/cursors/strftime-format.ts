import { ConnectorError } from '../../errors/connector-error.ts';
import { type Moment, momentOfMs, splitMoment } from './moment.ts';
import { type DatetimeParts, STRFTIME_DIRECTIVES, type StrftimeDirective } from './strftime-directives.ts';

/**
 * The format that a pattern of strftime directives describes: `%Y-%m-%dT%H:%M:%SZ`. What the pattern leaves out is midnight,
 * the first of January, UTC.
 *
 * @throws ConnectorError when a directive is unknown, or none is a year.
 */
export function strftimeFormat(pattern: string) {
  // A lone % at the end is a directive too: an unknown one.
  const tokens: string[] = pattern.match(/%(?:_ms|.?)|[^%]+/gs) ?? [];
  if (!tokens.includes('%Y') && !tokens.includes('%y')) {
    throw new ConnectorError(
      `Datetime format ${JSON.stringify(pattern)} has no %Y or %y: give strftime directives such as "%Y-%m-%dT%H:%M:%SZ", or one of "iso", "%s", "%ms"`,
    );
  }
  const pieces = tokens.map((token) => (token.startsWith('%') ? directiveOf(token, pattern) : token));
  const directives = pieces.filter((piece) => typeof piece !== 'string');
  const text = new RegExp(
    `^${pieces.map((piece) => (typeof piece === 'string' ? escaped(piece) : `(${piece.pattern})`)).join('')}$`,
    'i',
  );

  return {
    parse(value: unknown): Moment | undefined {
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      const found = text.exec(String(value));
      if (found === null) return undefined;
      return momentOf(Object.assign({}, ...directives.map(({ read }, index) => read?.(found[index + 1] ?? ''))));
    },
    format(moment: Moment): string {
      const { ms, micros } = splitMoment(moment);
      const date = new Date(ms);
      const fraction = date.getUTCMilliseconds() * 1000 + micros;
      return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.write(date, fraction))).join('');
    },
  };
}

function directiveOf(token: string, pattern: string): StrftimeDirective {
  const directive = STRFTIME_DIRECTIVES[token];
  if (directive !== undefined) return directive;
  throw new ConnectorError(
    `Datetime format ${JSON.stringify(pattern)} has the unknown directive "${token}". There are ${Object.keys(STRFTIME_DIRECTIVES).join(' ')}`,
  );
}

/** The moment that the parts name; `undefined` for a day that its month or year does not have. */
function momentOf(parts: DatetimeParts): Moment | undefined {
  const { year = 1970, month = 1, day = 1, dayOfYear, minute = 0, second = 0, micros = 0, offsetMinutes = 0 } = parts;
  const hour = parts.hour12 === undefined ? (parts.hour ?? 0) : parts.hour12 + (parts.isPm === true ? 12 : 0);
  const date = new Date(0);
  date.setUTCFullYear(year, dayOfYear === undefined ? month - 1 : 0, dayOfYear ?? day);
  const exists = dayOfYear === undefined ? date.getUTCDate() === day : date.getUTCFullYear() === year;
  if (!exists) return undefined;
  return momentOfMs(date.setUTCHours(hour, minute - offsetMinutes, second)) + micros;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
