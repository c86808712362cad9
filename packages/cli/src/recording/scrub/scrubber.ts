import { isUtf8 } from 'node:buffer';
import type { JsonObject } from '@headwater/cdk/protocol';
import { Redactor } from '@headwater/cdk/testing';
import type { ApiRequest, ApiResponse, Exchange } from '../exchange.ts';
import { MASK } from '../mask.ts';
import { Fakes } from './fakes.ts';
import { isKeptOfRequest, isKeptOfResponse } from './kept-headers.ts';
import { type PersonalKind, personalKind, snakeCase } from './personal-field.ts';
import { scrubPersonalText } from './personal-text.ts';
import { scrubBody, scrubJson } from './scrub-body.ts';
import { isSecretHeader, isSecretName, SECRET_FORM } from './secret-fields.ts';

/** What an author knows better than the names of fields: names, or paths such as `customer.name`. */
export interface ScrubRules {
  /** Fields to replace although nothing says that they are personal. */
  readonly personal?: readonly string[];
  /** Fields to keep as they are. */
  readonly keep?: readonly string[];
}

export interface ScrubberOptions {
  /** What the replacements depend on: who has it can find out what was replaced. */
  readonly key: Buffer;
  /** Of the config, and those that requests were sent with. */
  readonly secrets: Iterable<string>;
  readonly rules?: ScrubRules;
}

/** Shorter ones come in any text by chance. */
const SHORTEST_SECRET = 4;
/** By these somebody can be asked for, so that they come in paths, too. */
const IDENTIFYING: ReadonlySet<PersonalKind> = new Set(['email', 'phone', 'handle', 'number']);
/** What no other field has by chance: "admin" may be a role, too. */
const UNMISTAKABLE = /^(?=.*[\d\W]).{4,}$|^.{10,}$/;
const LINK = /(?:https?:\/)?\/[^\s<>"']+/g;
const BASE64 = /(?<![\w+/=-])(?:[A-Za-z\d+/]{16,}|[\w-]{16,})={0,2}(?![\w+/=-])/g;

/**
 * Replaces secrets and personal data: the same value by the same everywhere, so that what belonged together still does. In requests a
 * secret becomes `****`, which means any value when they are replayed.
 */
export class Scrubber {
  readonly #fakes: Fakes;
  readonly #secrets: readonly string[];
  readonly #redactor = new Redactor();
  readonly #rules: Required<ScrubRules>;
  readonly #identifying = new Map<string, string>();
  /** The personal values that were replaced, by kind. */
  readonly found = new Map<PersonalKind, Set<string>>();

  constructor({ key, secrets, rules = {} }: ScrubberOptions) {
    this.#fakes = new Fakes(key);
    // The longest first, so that none is half replaced by a shorter one inside it.
    this.#secrets = [...secrets]
      .filter(({ length }) => length >= SHORTEST_SECRET)
      .toSorted((a, b) => b.length - a.length);
    this.#secrets.forEach(this.#redactor.add);
    this.#rules = { personal: (rules.personal ?? []).map(snakeCase), keep: (rules.keep ?? []).map(snakeCase) };
  }

  /** Twice: only after the first time it is known what identifies somebody in a path. */
  scrubAll<TExchange extends Exchange>(exchanges: readonly TExchange[]): TExchange[] {
    exchanges.forEach((exchange) => this.#scrub(exchange));
    return exchanges.map((exchange) => ({ ...exchange, ...this.#scrub(exchange) }));
  }

  /** A config with which the recording can be replayed: secrets keep the form that its schema asks for. */
  scrubConfig(config: JsonObject): JsonObject {
    return scrubJson(config, (value, path) =>
      isSecretName(path.at(-1) ?? '') ? this.#fakes.mask(value) : this.#scrubText(value),
    ) as JsonObject;
  }

  /** Whether some secret is in a text, in whatever form. */
  hasSecret(text: string): boolean {
    return this.#redactor.redact(text) !== text;
  }

  #scrub({ request, response }: Exchange): Exchange {
    const clean = this.#scrubResponse(response);
    return { request: this.#scrubRequest(request), response: clean };
  }

  #scrubRequest({ method, url, headers, body }: ApiRequest): ApiRequest {
    const scrub = (value: string, path: readonly string[], siblings: readonly string[]): string =>
      isSecretName(path.at(-1) ?? '') ? MASK : this.#scrubField(this.#redactor.redact(value), path, siblings);
    const kept = Object.entries(headers)
      .filter(([name]) => isKeptOfRequest(name))
      .map(([name, value]) => [name, isSecretHeader(name) ? maskCredential(value) : scrub(value, [], [])]);
    return {
      method,
      url: this.#scrubUrl(url, scrub),
      headers: Object.fromEntries(kept) as ApiRequest['headers'],
      body: scrubBody(body, headers['content-type'] ?? '', scrub),
    };
  }

  #scrubResponse({ status, headers, body }: ApiResponse): ApiResponse {
    const kept = Object.entries(headers)
      .filter(([name]) => isKeptOfResponse(name))
      .map(([name, value]) => {
        if (typeof value !== 'string') return [name, value.map((cookie) => this.#scrubCookie(cookie))];
        return [name, isSecretHeader(name) ? this.#fakes.mask(value) : this.#scrubText(value)];
      });
    const type = [headers['content-type'] ?? ''].flat().join();
    const clean = scrubBody(body, type, (value, path, siblings) => this.#scrubField(value, path, siblings));
    return { status, headers: Object.fromEntries(kept) as ApiResponse['headers'], body: clean };
  }

  #scrubUrl(
    url: string,
    scrub: (value: string, path: readonly string[], siblings: readonly string[]) => string,
  ): string {
    const clean = new URL(url);
    clean.pathname = this.#scrubText(this.#redactor.redact(clean.pathname));
    const fields = [...clean.searchParams];
    const names = fields.map(([name]) => name);
    const scrubbed = fields.map(([name, value]) => [name, scrub(value, [name], names)] as [string, string]);
    if (scrubbed.some(([, value], index) => value !== fields[index]?.[1])) {
      clean.search = new URLSearchParams(scrubbed).toString();
    }
    return clean.href;
  }

  /** One field of anything, or plain text. */
  #scrubField(value: string, path: readonly string[], siblings: readonly string[]): string {
    if (value === '' || this.#isNamed(path, this.#rules.keep)) return value;
    if (isSecretName(path.at(-1) ?? '')) return this.#fakes.mask(value);
    const known = UNMISTAKABLE.test(value) ? this.#identifying.get(value) : undefined;
    if (known !== undefined) return known;
    const clean = this.#scrubText(value);
    if (clean !== value || /^https?:\/\//.test(value)) return clean;
    const kind = this.#isNamed(path, this.#rules.personal) ? 'handle' : personalKind(path, siblings);
    return kind === undefined ? value : this.#replace(kind, value);
  }

  /** What is in any text of secrets, and what is personal by its form. */
  #scrubText(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, () => this.#fakes.mask(secret));
    clean = this.#redactor.redact(clean).replace(SECRET_FORM, (secret) => this.#fakes.mask(secret));
    clean = scrubPersonalText(clean, (kind, value) => this.#replace(kind, value));
    return clean.replace(LINK, (link) => this.#scrubLink(link)).replace(BASE64, (word) => this.#scrubBase64(word));
  }

  #scrubLink(link: string): string {
    return link
      .split(/([/?&=#;,])/)
      .map((part) => {
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
    const clean = this.#scrubText(text);
    if (clean === text) return word;
    const padding = /=*$/.exec(word)?.[0] ?? '';
    const plain = Buffer.from(clean).toString('base64').replace(/=+$/, '');
    return (/[-_]/.test(word) ? plain.replaceAll('+', '-').replaceAll('/', '_') : plain) + padding;
  }

  #scrubCookie(cookie: string): string {
    const [pair = '', ...attributes] = cookie.split(/;\s*/);
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
    const lasting = attributes.filter((attribute) => !/^(?:expires|max-age)=/i.test(attribute));
    return [`${name}=${this.#fakes.mask(value)}`, ...lasting].join('; ');
  }

  #replace(kind: PersonalKind, value: string): string {
    const fake = this.#fakes.fake(kind, value);
    const values = this.found.get(kind) ?? new Set();
    this.found.set(kind, values.add(value));
    if (IDENTIFYING.has(kind)) this.#identifying.set(value, fake);
    return fake;
  }

  #isNamed(path: readonly string[], names: readonly string[]): boolean {
    const full = path.map(snakeCase).join('.');
    return full !== '' && names.some((name) => full === name || full.endsWith(`.${name}`));
  }
}

/** `Bearer ****`. */
function maskCredential(value: string): string {
  return /^(?:Basic|Bearer|Token|ApiKey|OAuth|SSWS)\s/i.test(value) ? value.replace(/\s.*/s, ` ${MASK}`) : MASK;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
