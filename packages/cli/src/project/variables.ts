import type { CommandContext } from '../command.ts';
import type { DotEnv } from './dot-env.ts';

/** The name of a value inside a text of a config: `"api_token": "${SHOP_TOKEN}"`. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** What `${NAME}` means: the environment's value, else that of `.env`. */
export class Variables {
  readonly #env: CommandContext['env'];
  readonly #dotEnv: Pick<DotEnv, 'values'>;
  readonly #learned = new Map<string, string>();
  readonly #given = new Map<string, string>();

  constructor(env: CommandContext['env'], dotEnv: Pick<DotEnv, 'values'>) {
    this.#env = env;
    this.#dotEnv = dotEnv;
  }

  /** `undefined` where neither has one: an empty text is no value. */
  valueOf(name: string): string | undefined {
    const value = this.#learned.get(name) || this.#env[name] || this.#dotEnv.values[name] || undefined;
    if (value !== undefined) this.#given.set(value, name);
    return value;
  }

  /** All values that were asked for, or learned, so far, each with its name. */
  get given(): ReadonlyMap<string, string> {
    return this.#given;
  }

  /** The name that means this. */
  nameOf(value: string): string | undefined {
    const name = this.#given.get(value);
    return name !== undefined && this.valueOf(name) === value ? name : undefined;
  }

  /** From now on the name means this. */
  learn(name: string, value: string): void {
    this.#learned.set(name, value);
    this.#given.set(value, name);
  }

  /** Whether the value is the environment's, which this tool cannot change. */
  isOfEnvironment(name: string): boolean {
    return Boolean(this.#env[name]);
  }

  /** The names in a text, each once. */
  namesIn(text: string): string[] {
    return [...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))];
  }

  /**
   * The name whose new value explains that a text with names in it came to be `after`, and that value. `undefined` where no single
   * name does.
   */
  changeBehind(text: string, after: string): { readonly name: string; readonly value: string } | undefined {
    for (const name of this.namesIn(text)) {
      const parts = fillIn(text, (other) => (other === name ? '\0' : (this.valueOf(other) ?? ''))).split('\0');
      const [start = '', end = ''] = parts;
      const value = after.slice(start.length, after.length - end.length);
      if (parts.length === 2 && value !== '' && after === `${start}${value}${end}`) return { name, value };
    }
    return undefined;
  }
}

/** The text with values in place of names. */
export function fillIn(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(VARIABLE, (_, name: string) => valueOf(name));
}
