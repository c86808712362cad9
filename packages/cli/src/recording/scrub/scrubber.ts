import type { JsonObject, JsonValue } from '@headwater/cdk/protocol';
import type { ApiRequest, ApiResponse, Exchange } from '../exchange.ts';
import { isCredentialName, isMadeByChance, MASK } from '../mask.ts';
import { Fakes } from './fakes.ts';
import { isKeptOfRequest, isKeptOfResponse } from './kept-headers.ts';
import { type PersonalKind, personalKind, snakeCase } from './personal-field.ts';
import { scrubBody, type ScrubField, scrubJson } from './scrub-body.ts';
import { sentCredentials } from './sent-credentials.ts';
import { isSecretHeader, isSecretName } from './secret-fields.ts';
import { standInSecret, valueAt } from './stand-in-secret.ts';
import { TextScrubber } from './text-scrubber.ts';

/** The hex of a shorter one comes in ids by chance. */
const SHORTEST_IN_HEX = 6;

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
  /** Of the config. They keep their form. */
  readonly secrets: Iterable<string>;
  /** Those that the API gave out, which differ each time: they become `****`. @default none */
  readonly tokens?: Iterable<string>;
  readonly rules?: ScrubRules;
}

/**
 * Replaces secrets and personal data: the same value by the same everywhere, so that what belonged together still does. In requests a
 * secret becomes `****`, which means any value when they are replayed.
 */
export class Scrubber {
  readonly #fakes: Fakes;
  readonly #secrets: ReadonlySet<string>;
  readonly #text: TextScrubber;
  readonly #rules: Required<ScrubRules>;

  constructor({ key, secrets, tokens = [], rules = {} }: ScrubberOptions) {
    this.#fakes = new Fakes(key);
    this.#secrets = new Set(secrets);
    this.#text = new TextScrubber(this.#fakes, [...this.#secrets, ...inHex([...this.#secrets, ...tokens])], tokens);
    this.#rules = { personal: (rules.personal ?? []).map(snakeCase), keep: (rules.keep ?? []).map(snakeCase) };
  }

  /** The personal values that were replaced, by kind. */
  get found(): ReadonlyMap<PersonalKind, ReadonlySet<string>> {
    return this.#text.found;
  }

  /** Twice: only after the first time it is known what identifies somebody in a path. */
  scrubAll<TExchange extends Exchange>(exchanges: readonly TExchange[]): TExchange[] {
    const credentials = sentCredentials(exchanges);
    exchanges.forEach((exchange) => this.#scrub(exchange, credentials));
    return exchanges.map((exchange) => ({ ...exchange, ...this.#scrub(exchange, credentials) }));
  }

  /**
   * A config with which the recording can be replayed: secrets keep the form that its schema asks for.
   *
   * @param before That of the last recording.
   */
  scrubConfig(config: JsonObject, before: JsonValue = {}): JsonObject {
    return scrubJson(config, (value, path) =>
      this.#secrets.has(value) || isSecretName(path.at(-1) ?? '')
        ? standInSecret(value, valueAt(before, path), (secret) => this.#fakes.mask(secret))
        : this.#text.scrub(value),
    ) as JsonObject;
  }

  /** Whether some secret is in a text, in whatever form. The lines around a key are none, as all keys have them. */
  hasSecret(text: string): boolean {
    const bare = text.replace(/-----(?:BEGIN|END) [A-Z ]+-----/g, '');
    return this.#text.redact(bare) !== bare;
  }

  #scrub({ request, response }: Exchange, credentials: ReadonlySet<string>): Exchange {
    const clean = this.#scrubResponse(response);
    return { request: this.#scrubRequest(request, credentials), response: clean };
  }

  #scrubRequest({ method, url, headers, body }: ApiRequest, credentials: ReadonlySet<string>): ApiRequest {
    const scrub: ScrubField = (value, path, siblings) => {
      const name = path.at(-1) ?? '';
      if (isMadeByChance(name) || (credentials.has(value) && isCredentialName(name))) return MASK;
      return this.#scrubField(this.#text.redact(value), path, siblings);
    };
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
        return [name, isSecretHeader(name) ? MASK : this.#text.scrub(value)];
      });
    const type = [headers['content-type'] ?? ''].flat().join();
    const clean = scrubBody(body, type, (value, path, siblings) => this.#scrubField(value, path, siblings));
    return { status, headers: Object.fromEntries(kept) as ApiResponse['headers'], body: clean };
  }

  #scrubUrl(url: string, scrub: ScrubField): string {
    const clean = new URL(url);
    clean.pathname = this.#text.scrub(this.#text.redact(clean.pathname));
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
    if (isSecretName(path.at(-1) ?? '')) return this.#secrets.has(value) ? this.#fakes.mask(value) : MASK;
    const known = this.#text.knownAs(value);
    if (known !== undefined) return known;
    const clean = this.#text.scrub(value);
    if (clean !== value || /^https?:\/\//.test(value)) return clean;
    const kind = this.#isNamed(path, this.#rules.personal) ? 'handle' : personalKind(path, siblings);
    return kind === undefined ? value : this.#text.replace(kind, value);
  }

  #scrubCookie(cookie: string): string {
    const [pair = '', ...attributes] = cookie.split(/;\s*/);
    const [name] = pair.split('=');
    const lasting = attributes.filter((attribute) => !/^(?:expires|max-age)=/i.test(attribute));
    return [`${name}=${MASK}`, ...lasting].join('; ');
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

/** Secrets as dumps of bytes show them, in both cases of letters. */
function inHex(secrets: readonly string[]): string[] {
  const hex = secrets.filter(({ length }) => length >= SHORTEST_IN_HEX).map((one) => Buffer.from(one).toString('hex'));
  return hex.flatMap((one) => [one, one.toUpperCase()]);
}
