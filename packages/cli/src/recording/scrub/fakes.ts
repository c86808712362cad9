import { createHmac } from 'node:crypto';
import type { PersonalKind } from './personal-field.ts';

const VOWELS = 'aeiou';
const CONSONANTS = 'bdfgklmnprstvz';
const LETTERS = /[\p{L}\p{M}]/u;
/** Reserved: nobody can own a domain in it. */
const TEST_DOMAIN = '.test';

/**
 * Makes up what stands in for personal values: of the same length and form, and always the same for the same value, so that what
 * belonged together still does. Nobody without the key can find out which value it was, not even by trying them all.
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
    const id = `${kind} ${value}`;
    let made = this.#made.get(id);
    if (made === undefined) {
      made = this.#makeUnique(kind, value);
      this.#made.set(id, made);
      this.#taken.set(`${kind} ${made.toLowerCase()}`, value.toLowerCase());
    }
    return made;
  }

  /** What stands in for a secret: its form, from which nothing can be told; the end of a long one tells it from others. */
  mask(secret: string): string {
    const end = secret.length < 16 ? secret.length : secret.length - 6;
    const start = secret
      .slice(0, end)
      .replace(/\p{Lu}/gu, 'X')
      .replace(/(?!X)[\p{L}\p{M}]/gu, 'x')
      .replace(/\d/g, '0');
    return start + replaceSigns(secret.slice(end), this.#random('secret', secret));
  }

  /** Two values get the same fake only where a value is so short that there are too few. */
  #makeUnique(kind: PersonalKind, value: string): string {
    let made = value;
    for (let attempt = 0; attempt < 20; attempt++) {
      made = this.#make(kind, value, attempt === 0 ? '' : String(attempt));
      const owner = this.#taken.get(`${kind} ${made.toLowerCase()}`) ?? value.toLowerCase();
      const isNew = kind === 'name' || kind === 'address' || owner === value.toLowerCase();
      if (made !== value && isNew) return made;
    }
    return made;
  }

  #make(kind: PersonalKind, value: string, attempt: string): string {
    // Upper and lower case are often mixed: they are the same value.
    const random = this.#random(kind + attempt, value.toLowerCase());
    switch (kind) {
      case 'email':
        return this.#makeEmail(value, random, attempt);
      case 'name':
      case 'address':
        // Word by word: a first name is the same in the full name.
        return value.replace(/[\p{L}\p{M}]+|\d+/gu, (word) =>
          replaceSigns(word, LETTERS.test(word) ? this.#random(`word${attempt}`, word.toLowerCase()) : random),
        );
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
        return replaceSigns(value, random);
    }
  }

  #makeEmail(value: string, random: Random, attempt: string): string {
    const at = value.lastIndexOf('@');
    if (at === -1) return replaceSigns(value, random);
    const domain = value.slice(at + 1).toLowerCase();
    const ofDomain = this.#random(`domain${attempt}`, domain);
    const end = domain.length > TEST_DOMAIN.length + 1 ? TEST_DOMAIN : '.zz';
    const host = replaceSigns(domain.slice(0, Math.max(0, domain.length - end.length)).replace(/\.$/, 'x'), ofDomain);
    return `${replaceSigns(value.slice(0, at), random)}@${(host + end).slice(-domain.length)}`;
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

/** Letters by letters that can be spoken, digits by digits; all else stays. A number keeps its length: it starts with no zero. */
function replaceSigns(text: string, random: Random): string {
  let position = random(2);
  return text.replace(/[\p{L}\p{M}]|\d/gu, (sign, index: number) => {
    if (/\d/.test(sign)) return sign === '0' && index === 0 ? '0' : String(1 + random(9));
    const from = position++ % 2 === 0 ? CONSONANTS : VOWELS;
    const letters = Array.from({ length: sign.length }, () => from[random(from.length)] ?? 'x').join('');
    return /\p{Lu}/u.test(sign) ? letters.toUpperCase() : letters;
  });
}

function octet(length: number, random: Random): number {
  return [1 + random(9), 10 + random(90), 100 + random(156)][length - 1] ?? 0;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
