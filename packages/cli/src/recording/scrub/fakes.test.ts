import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fakes } from './fakes.ts';
import type { PersonalKind } from './personal-field.ts';

const fakes = (key = 'a key'): Fakes => new Fakes(Buffer.from(key));

describe('what stands in for a value has its form', () => {
  test.each<[PersonalKind, string, RegExp]>([
    ['email', 'jane.doe@acme.example', /^[a-z]{4}\.[a-z]{3}@[a-z.]{7}\.test$/],
    ['email', 'J@a.io', /^[A-Z]@[a-z]\.zz$/],
    ['email', 'nobody', /^[a-z]{6}$/],
    ['phone', '+44 (0)20 7946-0018', /^\+[1-9]{2} \(0\)[1-9]{2} [1-9]{4}-[1-9]{4}$|^\+\d\d \(\d\)\d\d \d{4}-\d{4}$/],
    ['name', 'Zoë Nguyễn', /^[A-Z][a-z]{2} [A-Z][a-z]{5}$/],
    ['name', '陽子', /^[a-z]{2}$/],
    ['address', 'Karl Johans gate 120', /^[A-Z][a-z]{3} [A-Z][a-z]{5} [a-z]{4} [1-9]{3}$/],
    ['number', 'DE44 5001 0517', /^[A-Z]{2}\d\d \d{4} \d{4}$/],
    ['ip', '203.0.113.9', /^\d{3}\.\d\.\d{3}\.\d$/],
    ['ip', '2001:db8::1', /^[\da-f]{4}:[\da-f]{3}::[\da-f]$/],
    ['birthday', '1984-12-31T00:00:00Z', /^1984-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T00:00:00Z$/],
    ['coordinate', '-6.2603', /^-6\.\d{4}$/],
    ['handle', 'jdoe_84', /^[a-z]{4}_[1-9]{2}$/],
  ])('%s %s', (kind, value, form) => {
    const fake = fakes().fake(kind, value);
    expect(fake).toMatch(form);
    expect(fake).toHaveLength(value.length);
    expect(fake).not.toBe(value);
  });

  test('whatever the value is, its length stays, and no letter or digit is lost', () => {
    const kinds = fc.constantFrom<PersonalKind>('name', 'address', 'phone', 'handle', 'number', 'coordinate');
    fc.assert(
      fc.property(kinds, fc.string({ unit: 'grapheme' }), (kind, value) => {
        expect(fakes().fake(kind, value)).toHaveLength(value.length);
      }),
    );
  });
});

const ABC = 'abcdefghijklmnopqrstuvwxyz';

describe('what belonged together still does', () => {
  test('the same value is the same, in any case of its letters', () => {
    const one = fakes();
    expect(one.fake('email', 'Jane@Acme.example').toLowerCase()).toBe(one.fake('email', 'jane@acme.example'));
  });

  test('a first name is the same in the full name, a domain in all of its addresses', () => {
    const one = fakes();
    expect(one.fake('name', 'Jane Doe').split(' ')).toEqual([one.fake('name', 'Jane'), one.fake('name', 'Doe')]);
    const domains = ['a.b@acme.example', 'c@acme.example'].map((email) => one.fake('email', email).split('@')[1]);
    expect(domains[0]).toBe(domains[1]);
  });

  test('a word with a digit is the same in every field', () => {
    const one = fakes();
    expect(one.fake('name', 'Ror4 Smith')).toBe([one.fake('name', 'Ror4'), one.fake('name', 'Smith')].join(' '));
    expect(one.fake('address', 'Ror4')).toBe(one.fake('name', 'Ror4'));
  });

  const numbered = (start: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${start}${index + 1}`);

  test.each<[PersonalKind, string, string[]]>([
    ['name', 'numbered', numbered('Customer ', 2000)],
    ['name', 'of one letter', ABC.split('')],
    ['name', 'of two letters', numbered('', 400).map((_, index) => `${ABC[index % 26]}${ABC[Math.floor(index / 26)]}`)],
    ['address', 'of digits', numbered('', 99_999).slice(10_000, 15_000)],
    ['address', 'of digits after a zero', numbered('0', 99)],
    ['phone', 'as short as an extension', numbered('', 99)],
    ['handle', 'numbered', numbered('u', 999)],
    ['email', 'numbered, of one domain', numbered('', 99).map((local) => `${local}@acme.example`)],
  ])('different ones stay different: a %s %s', (kind, _, values) => {
    const one = fakes();
    expect(new Set(values.map((value) => one.fake(kind, value))).size).toBe(values.length);
    expect(values.map((value) => one.fake(kind, value).length)).toEqual(values.map(({ length }) => length));
  });

  test('thousands of values get as many different ones', () => {
    const one = fakes();
    const made = new Set(Array.from({ length: 5000 }, (_, index) => one.fake('email', `user${index}@acme.example`)));
    expect(made.size).toBe(5000);
  });
});

test('nobody can tell the value without the key: another key gives another one', () => {
  expect(fakes('key 1').fake('email', 'jane@acme.example')).not.toBe(fakes('key 2').fake('email', 'jane@acme.example'));
});

describe('a secret keeps nothing but its form', () => {
  test.each([
    ['example-token', 'xxxxxxx-xxxxx'],
    ['Ab3$', 'Xx0$'],
  ])('%s', (secret, mask) => {
    expect(fakes().mask(secret)).toBe(mask);
  });

  test('the end of a long one tells it from others', () => {
    const masks = ['sk_live_0123456789abcdef', 'sk_live_0123456789abcdee'].map((secret) => fakes().mask(secret));
    expect(masks[0]).toMatch(/^xx_xxxx_0000000000[a-z]{6}$/);
    expect(masks[0]).not.toBe(masks[1]);
  });
});
