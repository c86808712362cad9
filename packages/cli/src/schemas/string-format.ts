import { fullFormats } from 'ajv-formats/dist/formats.js';

type Test = (text: string) => boolean;

/** A URI of the web or the like: what merely has a colon, such as `order:paid`, is none. */
const isUri: Test = (text) => /^[a-z][a-z\d+.-]*:\/\/./i.test(text) && URL.canParse(text);

/**
 * The formats that are looked for in texts, the most telling first. They are tested as the kit's validator does, so that a record
 * does not break the schema that was made from it.
 */
const TESTS: readonly (readonly [format: string, test: Test])[] = [
  ['date-time', testOf('date-time')],
  ['date', testOf('date')],
  ['time', testOf('time')],
  ['uuid', (text) => /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text)],
  ['email', testOf('email')],
  ['uri', isUri],
  ['ipv4', testOf('ipv4')],
  ['ipv6', testOf('ipv6')],
];

/** Every format that a text can have, as the bits of a number. */
export const ALL_FORMATS = (1 << TESTS.length) - 1;

/** Of the formats in `candidates`, those that a text has. */
export function formatsOf(text: string, candidates: number = ALL_FORMATS): number {
  let formats = candidates;
  // No format has a text as long as this, and a pattern takes its time.
  if (text.length > 2000) return 0;
  for (let bit = 0; formats >> bit !== 0; bit++) {
    if ((formats & (1 << bit)) !== 0 && TESTS[bit]?.[1](text) !== true) formats &= ~(1 << bit);
  }
  return formats;
}

/** The names of formats, the most telling first. */
export function formatNames(formats: number): string[] {
  return TESTS.filter((_, bit) => (formats & (1 << bit)) !== 0).map(([name]) => name);
}

/** Tells whether a format is one of those that are looked for. */
export function isKnownFormat(format: string): boolean {
  return TESTS.some(([name]) => name === format);
}

function testOf(name: 'date-time' | 'date' | 'time' | 'email' | 'ipv4' | 'ipv6'): Test {
  const format = fullFormats[name];
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'object' && typeof format.validate === 'function') return format.validate as Test;
  throw new Error(`ajv-formats has no test for ${name}`);
}
