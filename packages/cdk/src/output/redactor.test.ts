import { inspect } from 'node:util';
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
    ['JSON-escaped twice', JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
    [
      'JSON-escaped with slashes, as PHP does',
      JSON.stringify(secret)
        .slice(1, -1)
        .replaceAll('/', String.raw`\/`),
    ],
    [
      'JSON-escaped by code, as Java and Go do',
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[<>&=+ü]/g, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`),
    ],
    ['as console.log shows it', inspect(secret).slice(1, -1)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(secret))],
    ['JSON-escaped three times', JSON.stringify(JSON.stringify(JSON.stringify(secret))).replace(/^\W{7}|\W{7}$/g, '')],
    ['in HTML', secret.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)],
    ['in XML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&apos;')],
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

describe('P12: base64 of a secret', () => {
  // Its base64 has every sign that URLs have another for.
  const secret = '>>>???~~~>>>???';

  test.each([
    ['in a URL', encodeURIComponent(base64(secret))],
    ['in JSON with slashes', base64(secret).replaceAll('/', String.raw`\/`)],
    ['in the alphabet of URLs', base64url(secret)],
  ])('%s', (_, form) => {
    expect(base64(secret)).toMatch(/\+.*\/|\/.*\+/);
    expect(redactorOf(secret).redact(`k=${form}&x=1`)).toMatch(/^k=\*{4}(?:\w?(?:=|%3D)*)?&x=1$/);
  });
});

describe('P12: a secret that is a URL', () => {
  test.each(['https://jo:p%40ssword@host/x', 'postgres://jo:p%40ssword@host:5432/db', 'http://:p%40ssword@host'])(
    '%s: its password is a secret of its own',
    (url) => {
      expect(redactorOf(url).redact(`<${url}> and p@ssword and p%40ssword`)).toBe('<****> and **** and ****');
    },
  );

  test.each(['https://host/x:y@z', 'https://jo@host/', 'mailto:jo:word@host'])('%s has no password', (url) => {
    expect(redactorOf(url).redact('host x y z jo word')).toBe('host x y z jo word');
  });
});

const secretKey = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\r\nAASC==\n-----END KEY-----\n';

describe('P12: a secret of several lines', () => {
  const key = secretKey;

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

describe('P12: a secret that is a JSON document', () => {
  const account = {
    type: 'service_account',
    private_key: 'BEGIN KEY\nMIIEvQIBADANBgkq\nEND KEY\n',
    project: 'my-shop',
  };

  test.each([JSON.stringify(account), JSON.stringify(account, null, 2)])('is masked whole: %s', (document) => {
    expect(redactorOf(document).redact(`config: ${document}`)).toBe('config: ****');
  });

  test('so is each secret in it, and each line of those, while its other texts stay', () => {
    const redactor = redactorOf(JSON.stringify(account));
    expect(redactor.redact(`signed with ${account.private_key}`)).toBe('signed with ****');
    expect(redactor.redact(JSON.stringify({ key: account.private_key }))).toBe('{"key":"****"}');
    expect(redactor.redact('line MIIEvQIBADANBgkq')).toBe('line ****');
    expect(redactor.redact('the service_account of my-shop')).toBe('the service_account of my-shop');
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

test('P12: no text takes long, whatever an API may send', () => {
  const signs = ['\\', '"', '%', '&', '+', ' '];
  const redactor = redactorOf(secretKey, ...signs.map((sign) => `${sign.repeat(8)}, ${sign} and more`));
  for (const sign of ['\\', '%25', '%', '&amp;', '&#0', '\\u', '+']) {
    const text = sign.repeat(50_000);
    expect(redactor.redact(`${text}, that is all…`) === `${text}, that is all…`, sign).toBe(true);
  }
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
    { numRuns: 50 },
  );
});

test.each([
  ['it starts with "Bearer abcdefgh…" (1 kB)', 'it starts with "Bearer ****…" (1 kB)'],
  ['cut once abcdefghij…, twice abcdef…', 'cut once ****…, twice ****…'],
  ['abc…', 'abc…'],
  ['abcdefgh, and more', 'abcdefgh, and more'],
  ['in a URL: q%2Fw%2B%2…', 'in a URL: ****…'],
  ['in a URL: q%2…', 'in a URL: q%2…'],
  ['in a URL twice: q%252Fw%252B%2…', 'in a URL twice: ****…'],
  [String.raw`in JSON: "q/w+\"e\…`, 'in JSON: "****…'],
  ['in HTML: <p>q/w+&quot;e&l…', 'in HTML: <p>****…'],
  ['in base64: Basic dXNlcjpxL3cr…', 'in base64: Basic dXNlcjp****…'],
])('P12: the beginning of a secret before a cut is masked: %s', (text, masked) => {
  const redactor = new Redactor();
  redactor.add('abcdefghijklmnop');
  redactor.add('q/w+"e<r');
  expect(redactor.redact(text)).toBe(masked);
});
