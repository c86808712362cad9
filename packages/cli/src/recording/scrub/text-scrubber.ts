import { isUtf8 } from 'node:buffer';
import { Redactor } from '@headwater/cdk/testing';
import type { Fakes } from './fakes.ts';
import type { PersonalKind } from './personal-field.ts';
import { scrubPersonalText } from './personal-text.ts';
import { MASK } from '../mask.ts';
import { isSecretName, SECRET_FORM } from './secret-fields.ts';

/** Shorter ones come in any text by chance. */
const SHORTEST_SECRET = 4;
/** By these somebody can be asked for, so that they come in paths, too. */
const IDENTIFYING: ReadonlySet<PersonalKind> = new Set(['email', 'phone', 'handle', 'number']);
/** What no other field has by chance: "admin" may be a role, too. */
const UNMISTAKABLE = /^(?=.*[\d\W]).{4,}$|^.{10,}$/;
const LINK = /(?:https?:\/)?\/[^\s<>"']+/g;
const BASE64 = /(?<![\w+/=-])(?:[A-Za-z\d+/]{16,}|[\w-]{16,})={0,2}(?![\w+/=-])/g;

/** Replaces what is secret or personal in any text, and remembers who was replaced. */
export class TextScrubber {
  readonly #fakes: Fakes;
  /** The longest first, so that none is half replaced by a shorter one inside it. */
  readonly #secrets: readonly string[];
  readonly #redactor = new Redactor();
  readonly #identifying = new Map<string, string>();
  /** The personal values that were replaced, by kind. */
  readonly found = new Map<PersonalKind, Set<string>>();

  constructor(fakes: Fakes, secrets: Iterable<string>, tokens: Iterable<string>) {
    const longFirst = (all: Iterable<string>): string[] =>
      [...all].filter(({ length }) => length >= SHORTEST_SECRET).toSorted((a, b) => b.length - a.length);
    this.#fakes = fakes;
    this.#secrets = longFirst(secrets);
    [...this.#secrets, ...longFirst(tokens)].forEach(this.#redactor.add);
  }

  /** What is in any text of secrets, and what is personal by its form. */
  scrub(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, () => this.#fakes.mask(secret));
    clean = this.#redactor.redact(clean).replace(SECRET_FORM, (secret) => this.#fakes.mask(secret));
    clean = scrubPersonalText(clean, (kind, value) => this.replace(kind, value));
    return clean.replace(LINK, (link) => this.#scrubLink(link)).replace(BASE64, (word) => this.#scrubBase64(word));
  }

  #scrubLink(link: string): string {
    return link
      .split(/([/?&=#;,])/)
      .map((part, index, parts) => {
        // The signature of a link to a file lets anybody read it.
        if (parts[index - 1] === '=' && part !== '' && isSecretName(decoded(parts[index - 2] ?? ''))) return MASK;
        const fake = this.#identifying.get(decoded(part));
        return fake === undefined ? part : encodeURIComponent(fake);
      })
      .join('');
  }

  /** Tokens of pages are often text in base64. What stands in for that text is as long, so that the token is, too. */
  #scrubBase64(word: string): string {
    const bytes = Buffer.from(word, 'base64');
    if (!isUtf8(bytes)) return word;
    const text = bytes.toString();
    const clean = this.scrub(text);
    if (clean === text) return word;
    const padding = /=*$/.exec(word)?.[0] ?? '';
    const plain = Buffer.from(clean).toString('base64').replace(/=+$/, '');
    return (/[-_]/.test(word) ? plain.replaceAll('+', '-').replaceAll('/', '_') : plain) + padding;
  }

  /** A text with `****` for every secret, in whatever form. */
  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /** What somebody was replaced by who is named by the whole of `value`; `undefined` when nobody is, or something else may be meant. */
  knownAs(value: string): string | undefined {
    return UNMISTAKABLE.test(value) ? this.#identifying.get(value) : undefined;
  }

  replace(kind: PersonalKind, value: string): string {
    const fake = this.#fakes.fake(kind, value);
    const values = this.found.get(kind) ?? new Set();
    this.found.set(kind, values.add(value));
    if (IDENTIFYING.has(kind)) this.#identifying.set(value, fake);
    return fake;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
