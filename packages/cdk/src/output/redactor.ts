import { CutMask } from './cut-mask.ts';
import { base64Signs, signsOf, sourceOf } from './secret-forms.ts';
import { secretMembers } from './secret-members.ts';

/** Secrets shorter than this are masked only where they stand alone: a secret `abc` is no reason to mask `abcissa`. */
const SHORT = 8;
const MASK = '****';

/**
 * Masks secrets in text, in every form in which they get into messages: as they are, encoded for URLs, escaped for JSON or HTML, and
 * inside base64 at any position. Each line of a secret with several lines is a secret of its own, and so are the
 * password in a URL and the secrets in a JSON document.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** Made of all secrets when text comes, not for each that is added. */
  #whole: RegExp | undefined;
  #cut: CutMask | undefined;

  /** Masks `secret` from now on. Empty text is no secret. */
  readonly add = (secret: string): void => {
    if (secret === '' || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#whole = undefined;
    for (const line of secret.split(/\r?\n/)) if (line.trim().length >= SHORT) this.add(line.trim());
    const [, password] = /^[a-z][a-z\d+.-]*:\/\/[^/?#\s:@]*:([^/?#\s@]+)@/i.exec(secret) ?? [];
    if (password !== undefined) this.add(decode(password));
    secretMembers(secret).forEach(this.add);
  };

  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    if (this.#whole === undefined || this.#cut === undefined) {
      // The longest first, so that no longer secret is left half masked by a shorter one inside it.
      const forms = [...this.#secrets].flatMap(formsOf).toSorted((a, b) => b.length - a.length);
      this.#whole = new RegExp(forms.map(patternOf).join('|'), 'gu');
      this.#cut = new CutMask(forms, MASK);
    }
    return this.#cut.redact(text.replace(this.#whole, MASK));
  }
}

/** Base64 of a short secret would be found everywhere. */
function formsOf(secret: string): (readonly string[])[] {
  const isShort = Buffer.byteLength(secret, 'utf8') < SHORT;
  return isShort ? [signsOf(secret)] : [signsOf(secret), ...base64Signs(secret)];
}

function patternOf(signs: readonly string[]): string {
  const source = sourceOf(signs);
  return signs.length < SHORT ? `(?<![\\p{L}\\p{N}_])${source}(?![\\p{L}\\p{N}_])` : source;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
