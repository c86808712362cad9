import { createHmac } from 'node:crypto';
import type { PersonalKind } from './personal-field.ts';

const VOWELS = 'aeiou';
const CONSONANTS = 'bdfgklmnprstvz';
const WORDS = /[\p{L}\p{M}]+|\d+/gu;
const SIGN = /[\p{L}\p{M}]|\d/u;
const SIGNS = /[\p{L}\p{M}]|\d/gu;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
/** Reserved: nobody can own a domain in it. */
const TEST_DOMAIN = '.test';
/** After so many fakes that stand for somebody else, words need not be spoken any more: there are more of these. */
const TRIES_SPOKEN = 20;
/** After so many, chance does not find what is left, which may be the value itself: the last of the digits. */
const TRIES_BY_CHANCE = 60;
/** After so many there is none left: every letter of the alphabet stands for another one. */
const MOST_TRIES = 5000;

/**
 * Makes up what stands in for personal values: of the same length and form, the same for the same value and different for different
 * ones, so that what belonged together still does, and nothing else. Nobody without the key can find out which value it was, not
 * even by trying them all.
 */
export class Fakes {
  readonly #key: Buffer;
  readonly #made = new Map<string, string>();
  /** For whom each fake stands, both in lower case. */
  readonly #taken = new Map<string, string>();

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** @returns `value` itself when there is nothing in it to replace. */
  fake(kind: PersonalKind, value: string): string {
    // Word by word: a first name is the same in the full name.
    return kind === 'name' || kind === 'address'
      ? value.replace(WORDS, (word) => this.#unique('word', word, replaceSigns, following))
      : this.#unique(
          kind,
          value,
          (text, random, isSpoken) => this.#make(kind, text, random, isSpoken),
          kind === 'phone' || kind === 'handle' || kind === 'number' ? following : undefined,
        );
  }

  /** What stands in for a secret: its form, from which nothing can be told; the end of a long one tells it from others. */
  mask(secret: string): string {
    const end = secret.length < 16 ? secret.length : secret.length - 6;
    const start = secret
      .slice(0, end)
      .replace(/\p{Lu}/gu, 'X')
      .replace(/(?!X)[\p{L}\p{M}]/gu, 'x')
      .replace(/\d/g, '0');
    return start + replaceSigns(secret.slice(end), this.#random('secret', secret), true);
  }

  /**
   * What `make` gives, and no other value of that purpose has got.
   *
   * @param next One after another, where chance finds none.
   */
  #unique(purpose: string, value: string, make: Make, next?: (made: string) => string): string {
    const id = `${purpose} ${value}`;
    let made = this.#made.get(id);
    if (made === undefined) {
      made = this.#tryAll(purpose, value, make, next);
      this.#made.set(id, made);
      this.#taken.set(`${purpose} ${made.toLowerCase()}`, value.toLowerCase());
    }
    return made;
  }

  #tryAll(purpose: string, value: string, make: Make, next?: (made: string) => string): string {
    if (!SIGN.test(value)) return value;
    // Upper and lower case are often mixed: they are the same value.
    const owner = value.toLowerCase();
    let made = value;
    for (let tries = 0; tries < (next === undefined ? 2 * TRIES_BY_CHANCE : MOST_TRIES); tries++) {
      made =
        next === undefined || tries < TRIES_BY_CHANCE
          ? make(value, this.#random(`${purpose}${tries === 0 ? '' : tries}`, owner), tries < TRIES_SPOKEN)
          : next(made);
      const isFree = (this.#taken.get(`${purpose} ${made.toLowerCase()}`) ?? owner) === owner;
      if (isFree && (made !== value || tries >= TRIES_BY_CHANCE)) return made;
    }
    return made;
  }

  #make(kind: Exclude<PersonalKind, 'name' | 'address'>, value: string, random: Random, isSpoken: boolean): string {
    switch (kind) {
      case 'email':
        return this.#makeEmail(value, random, isSpoken);
      case 'ip':
        return value.includes(':')
          ? value.replace(/[\da-f]/gi, () => '0123456789abcdef'[random(16)] ?? '0')
          : value.replace(/\d+/g, (part) => String(octet(part.length, random)));
      case 'birthday':
        return value.replace(/^(\d{4})(\D?)\d\d(\D?)\d\d/, (_, year: string, a: string, b: string) =>
          [year, a, twoDigits(1 + random(12)), b, twoDigits(1 + random(28))].join(''),
        );
      case 'coordinate':
        // In the same part of the world.
        return value.replace(/\.\d+/, (decimals) => decimals.replace(/\d/g, () => String(1 + random(9))));
      case 'phone':
      case 'handle':
      case 'number':
        return replaceSigns(value, random, isSpoken);
    }
  }

  #makeEmail(value: string, random: Random, isSpoken: boolean): string {
    const at = value.lastIndexOf('@');
    if (at === -1) return replaceSigns(value, random, isSpoken);
    const domain = this.#unique('domain', value.slice(at + 1).toLowerCase(), makeDomain);
    return `${replaceSigns(value.slice(0, at), random, isSpoken)}@${domain}`;
  }

  /** Numbers from 0 up to a limit that depend on nothing but the key and the value. */
  #random(purpose: string, value: string): Random {
    let bytes = Buffer.alloc(0);
    let block = 0;
    let used = 0;
    return (limit) => {
      if (used === bytes.length) {
        bytes = createHmac('sha256', this.#key).update(`${purpose}\0${block++}\0${value}`).digest();
        used = 0;
      }
      return (bytes[used++] ?? 0) % limit;
    };
  }
}

type Random = (limit: number) => number;

/** @param isSpoken Whether what is made should look like words, of which there are fewer. */
type Make = (value: string, random: Random, isSpoken: boolean) => string;

function makeDomain(domain: string, random: Random, isSpoken: boolean): string {
  const end = domain.length > TEST_DOMAIN.length + 1 ? TEST_DOMAIN : '.zz';
  const start = domain.slice(0, Math.max(0, domain.length - end.length)).replace(/\.$/, 'x');
  return (replaceSigns(start, random, isSpoken) + end).slice(-domain.length);
}

/** Letters by letters, digits by digits; all else stays. A number keeps its length: it starts with no zero. */
function replaceSigns(text: string, random: Random, isSpoken: boolean): string {
  let position = random(2);
  return text.replace(SIGNS, (sign, index: number) => {
    if (/\d/.test(sign)) {
      if (index > 0 && !isSpoken) return String(random(10));
      return sign === '0' && index === 0 ? '0' : String(1 + random(9));
    }
    const from = isSpoken ? (position++ % 2 === 0 ? CONSONANTS : VOWELS) : ALPHABET;
    const letters = Array.from({ length: sign.length }, () => from[random(from.length)] ?? 'x').join('');
    return /\p{Lu}/u.test(sign) ? letters.toUpperCase() : letters;
  });
}

/** The next text of the same form, and after the last the first: `Ab9` is followed by `Ac0`. */
function following(text: string): string {
  const signs = text.split('');
  for (let at = signs.length - 1; at >= 0; at--) {
    const sign = signs[at] ?? '';
    const row = [ALPHABET, ALPHABET.toUpperCase(), at === 0 ? '123456789' : '0123456789'].find((one) =>
      one.includes(sign),
    );
    if (row === undefined) continue;
    const place = row.indexOf(sign) + 1;
    signs[at] = row[place % row.length] ?? sign;
    if (place < row.length) break;
  }
  return signs.join('');
}

function octet(length: number, random: Random): number {
  return [1 + random(9), 10 + random(90), 100 + random(156)][length - 1] ?? 0;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
