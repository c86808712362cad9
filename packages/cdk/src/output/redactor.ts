/** Secrets shorter than this are masked only where they stand alone: a secret `abc` is no reason to mask `abcissa`. */
const SHORT = 8;
const MASK = '****';
/** Stands at the end of every text that was cut. */
const CUT = '…';
/** So much of a secret's beginning, right before a cut, is taken for a secret. */
const SHORTEST_CUT = 4;

/**
 * Masks secrets in text, in every form in which they get into messages: as they are, URL-encoded, JSON-escaped, and inside
 * base64 at any position. Each line of a secret with several lines is a secret of its own.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** Masks `secret` from now on. Empty text is no secret. */
  readonly add = (secret: string): void => {
    if (secret === '' || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#pattern = undefined;
    for (const line of secret.split(/\r?\n/)) if (line.trim().length >= SHORT) this.add(line.trim());
  };

  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    this.#pattern ??= patternOf(this.#secrets);
    const masked = text.replace(this.#pattern, MASK);
    return masked.includes(CUT) ? maskCutSecrets(masked, this.#secrets) : masked;
  }
}

/** Where a message shows the beginning of a long text, the text may have been cut inside a secret. */
function maskCutSecrets(text: string, secrets: ReadonlySet<string>): string {
  const forms = [...secrets].flatMap((secret) => formsOf(secret).map(([form]) => form));
  const parts = text.split(CUT);
  const last = parts.pop() ?? '';
  return [...parts.map((part) => maskEnd(part, forms)), last].join(CUT);
}

function maskEnd(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    for (let length = form.length - 1; length >= SHORTEST_CUT; length--) {
      if (text.endsWith(form.slice(0, length))) return text.slice(0, -length) + MASK;
    }
  }
  return text;
}

function patternOf(secrets: ReadonlySet<string>): RegExp {
  // The longest first, so that no longer secret is left half masked by a shorter one inside it.
  const alternatives = [...secrets]
    .flatMap(formsOf)
    .toSorted(([a], [b]) => b.length - a.length)
    .map(([form, pattern]) => (form.length < SHORT ? `(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])` : pattern));
  return new RegExp(alternatives.join('|'), 'gu');
}

/** Each form with the pattern that finds it. */
function formsOf(secret: string): [form: string, pattern: string][] {
  const exact = [JSON.stringify(secret).slice(1, -1), ...base64FormsOf(secret)];
  return [...exact.map((form): [string, string] => [form, escapeRegExp(form)]), [secret, urlPattern(secret)]];
}

/** Finds `secret` as it is and in a URL: what is encoded there differs between path, query and form, so each sign may be. */
function urlPattern(secret: string): string {
  return Array.from(secret, (sign) => {
    if (/[\w.-]/.test(sign)) return escapeRegExp(sign);
    const bytes = [...Buffer.from(sign, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const percent = bytes.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${escapeRegExp(sign)}|${percent}${sign === ' ' ? '|\\+' : ''})`;
  }).join('');
}

/**
 * The part of base64 that `secret` decides alone, for each of the three positions it can start at within a group of three
 * bytes: whatever stands before and after it, as in Basic authentication's `user:secret`.
 */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < SHORT) return [];
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(start, end);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
