import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from './redactor.ts';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

describe('P12: a secret is masked in every form in which it gets into a message', () => {
  const secret = 's3cr3t/+ "qü\\ä&=%?#~\'()*!|[]^';
  const redactor = redactorOf(secret);

  test.each([
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase())],
    ['as a query parameter', new URLSearchParams({ k: secret }).toString().slice(2)],
    [
      'as a form in lower case',
      new URLSearchParams({ k: secret })
        .toString()
        .slice(2)
        .replace(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['JSON-escaped', JSON.stringify(secret).slice(1, -1)],
    ['in the query of a URL', new URL(`https://a.b/?k=${encodeURIComponent(secret)}`).search.slice(3)],
    [
      'in the path of a URL',
      new URL(`https://a.b/${secret.replaceAll(/[?#\\]/g, encodeURIComponent)}`).pathname.slice(1),
    ],
  ])('%s', (_, form) => {
    expect(redactor.redact(`before ${form} after`)).toBe('before **** after');
  });

  test.each([
    ['base64', base64(secret)],
    ['base64url', base64url(secret)],
  ])('%s, but for the bits of its last sign', (_, form) => {
    expect(redactor.redact(`before ${form} after`)).toMatch(/^before \*\*\*\*\w?=* after$/);
  });

  test.each([0, 1, 2, 3, 4, 5])('inside base64 after %d bytes', (bytes) => {
    const before = 'u'.repeat(bytes);
    for (const encode of [base64, base64url]) {
      const text = redactor.redact(encode(`${before}${secret}tail`));
      expect(text).toContain('****');
      const core = encode(`${before}${secret}`).slice(Math.ceil((bytes * 4) / 3) + 1, -4);
      expect(text).not.toContain(core);
    }
  });

  test('in a Basic authorization header', () => {
    const password = 'hunter2hunter2';
    const text = redactorOf(password).redact(`authorization: Basic ${base64(`jo@example.com:${password}`)}`);
    expect(Buffer.from(text.slice(21), 'base64').toString()).not.toContain(password.slice(2));
    expect(text).toContain('****');
  });

  test('inside a longer word, when it is long itself', () => {
    expect(redactorOf('12345678').redact('x12345678y')).toBe('x****y');
  });

  test('every time it comes', () => {
    expect(redactorOf('12345678').redact('12345678 12345678')).toBe('**** ****');
  });
});

describe('P12: short secrets are masked only where they stand alone', () => {
  test.each([
    ['abc', 'abc', '****'],
    ['abc', 'the password abc, he said', 'the password ****, he said'],
    ['abc', 'key=abc&x=1', 'key=****&x=1'],
    ['abc', '"abc"', '"****"'],
    ['abc', 'abcissa, xabc, abc1, 1abc, abc_, _abc, abcé', 'abcissa, xabc, abc1, 1abc, abc_, _abc, abcé'],
    ['1', 'status 1, 10 records', 'status ****, 10 records'],
    ['a b', 'k=a%20b k=a+b a b', 'k=**** k=**** ****'],
    ['1234567', '12345678 1234567', '12345678 ****'],
    ['12345678', 'x12345678', 'x****'],
  ])('%s in "%s"', (secret, text, expected) => {
    expect(redactorOf(secret).redact(text)).toBe(expected);
  });
});

describe('P12: a secret of several lines', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\r\nAASC==\n-----END KEY-----\n';

  test('is masked whole', () => {
    expect(redactorOf(key).redact(`[${key}]`)).toBe('[****]');
  });

  test('is masked line by line', () => {
    expect(redactorOf(key).redact('at line MIIEvQIBADANBg: bad')).toBe('at line ****: bad');
    expect(redactorOf(key).redact('  kqhkiG9w0BAQEF')).toBe('  ****');
  });

  test('is masked when JSON-escaped', () => {
    expect(redactorOf(key).redact(JSON.stringify({ key }))).toBe('{"key":"****"}');
  });

  test('blanks around a secret are no part of it', () => {
    expect(redactorOf(' 12345678\n').redact('Bearer 12345678')).toBe('Bearer ****');
  });
});

describe('what is no secret stays', () => {
  test('without secrets', () => {
    expect(new Redactor().redact('any text')).toBe('any text');
  });

  test('empty text is no secret', () => {
    expect(redactorOf('').redact('any text')).toBe('any text');
  });

  test('signs of regular expressions are plain text', () => {
    expect(redactorOf('a.b*c+d?e').redact('aXbbcdde a.b*c+d?e')).toBe('aXbbcdde ****');
    for (const sign of '\\^$.*+?()[]{}|/-&#~,:=!<>@%`"\'') {
      const secret = `left-${sign}-right`;
      expect(redactorOf(secret).redact(`<${secret}> left-x-right`), sign).toBe('<****> left-x-right');
    }
  });
});

test('a secret that is named later is masked from then on', () => {
  const redactor = redactorOf('first-secret');
  expect(redactor.redact('first-secret second-secret')).toBe('**** second-secret');
  redactor.add('second-secret');
  expect(redactor.redact('first-secret second-secret')).toBe('**** ****');
});

test('no longer secret is left half masked by a shorter one inside it', () => {
  expect(redactorOf('12345678', '1234567890abc').redact('1234567890abc')).toBe('****');
});

test('P12: no output contains a secret, whatever stands around it and in whatever form', () => {
  const secret = fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }).filter((text) => text.trim().length >= 8);
  const form = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => encodeURIComponent(text.toWellFormed()),
    (text) => new URLSearchParams({ k: text }).toString().slice(2),
    (text) => JSON.stringify(text).slice(1, -1),
    base64,
    base64url,
  );
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.nat(), form), { minLength: 1, maxLength: 5 }),
      (secrets, parts) => {
        const redactor = redactorOf(...secrets);
        let input = '';
        const planted: string[] = [];
        for (const [before, pick, encode] of parts) {
          const text = encode(secrets[pick % secrets.length] ?? '');
          planted.push(text);
          input += `${before}|${text}|`;
        }
        const output = redactor.redact(input);
        for (const text of [...planted, ...secrets]) expect(output).not.toContain(text.replace(/=+$/, ''));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['it starts with "Bearer abcdefgh…" (1 kB)', 'it starts with "Bearer ****…" (1 kB)'],
  ['cut once abcdefghij…, twice abcdef…', 'cut once ****…, twice ****…'],
  ['abc…', 'abc…'],
  ['abcdefgh, and more', 'abcdefgh, and more'],
])('P12: the beginning of a secret before a cut is masked: %s', (text, masked) => {
  const redactor = new Redactor();
  redactor.add('abcdefghijklmnop');
  expect(redactor.redact(text)).toBe(masked);
});
