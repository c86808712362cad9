import { signSource, sourceOf } from './secret-forms.ts';

/** Stands at the end of every text that was cut. */
const CUT = '…';
/** So many signs of a secret, right before a cut, are taken for its beginning. */
const SHORTEST = 4;
/** Texts are cut at 300 signs or fewer; each may be written as several. */
const LONGEST = 2000;
/** What a cut leaves of a sign that is encoded: `%2`, `\`, `&quo`. */
const HALF_SIGN = /^(?:%[\da-fA-F]{0,5}|\\+(?:u[\da-fA-F]{0,3})?|&[#\w;]{0,9})?$/;

/**
 * Masks the beginnings of secrets right before a cut: where a message shows the beginning of a long text, it may have been cut inside
 * of one.
 */
export class CutMask {
  readonly #forms: readonly (readonly string[])[];
  readonly #mask: string;
  /** Finds where a secret may begin, so that only there all forms are tried. */
  readonly #beginning: RegExp;
  readonly #matchers = new Map<string, RegExp>();

  /** @param forms Of each secret the signs of its forms. */
  constructor(forms: readonly (readonly string[])[], mask: string) {
    this.#forms = forms.filter((signs) => signs.length > SHORTEST);
    this.#mask = mask;
    const beginnings = new Set(this.#forms.map((signs) => sourceOf(signs.slice(0, SHORTEST))));
    this.#beginning = new RegExp(beginnings.size === 0 ? '(?!)' : [...beginnings].join('|'), 'gu');
  }

  redact(text: string): string {
    if (!text.includes(CUT)) return text;
    const parts = text.split(CUT);
    const last = parts.pop() ?? '';
    return [...parts.map((part) => this.#maskEnd(part)), last].join(CUT);
  }

  #maskEnd(text: string): string {
    this.#beginning.lastIndex = Math.max(0, text.length - LONGEST);
    for (let found = this.#beginning.exec(text); found !== null; found = this.#beginning.exec(text)) {
      const start = found.index;
      if (this.#forms.some((signs) => this.#endsInside(text, start, signs))) return text.slice(0, start) + this.#mask;
      // A secret may begin inside of what looked like the beginning of another.
      this.#beginning.lastIndex = start + 1;
    }
    return text;
  }

  /** Whether what stands from `start` on is the beginning of a secret, and nothing else. */
  #endsInside(text: string, start: number, signs: readonly string[]): boolean {
    let at = start;
    for (const [count, sign] of signs.entries()) {
      if (count >= SHORTEST && HALF_SIGN.test(text.slice(at))) return true;
      const matcher = this.#matcherOf(sign);
      matcher.lastIndex = at;
      if (!matcher.test(text)) return false;
      at = matcher.lastIndex;
    }
    return false;
  }

  #matcherOf(sign: string): RegExp {
    let matcher = this.#matchers.get(sign);
    if (matcher === undefined) this.#matchers.set(sign, (matcher = new RegExp(signSource(sign), 'uy')));
    return matcher;
  }
}
