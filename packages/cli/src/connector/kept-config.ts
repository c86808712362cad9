import { relative } from 'node:path';
import type { AirbyteMessage, JsonObject } from '@headwater/cdk/protocol';
import type { ConfigFile } from '../project/config-file.ts';
import type { HideSecrets } from './hide-secrets.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The config of a connector from run to run: each begins with what the one before made of it, as on a platform, for an old refresh
 * token may be void. It is kept where it came from, and what is to be said of that is said once; with a recording, whose tokens are
 * nobody's, the config stays as it is.
 */
export class KeptConfig {
  readonly #file: ConfigFile;
  /** Who is told; `undefined` when nothing is kept. */
  readonly #terminal: Terminal | undefined;
  readonly #hide: HideSecrets;
  readonly #said = new Set<string>();
  #isTokenRefused = false;
  #kept: Promise<unknown> = Promise.resolve();

  /** @param hide Hides what of a config is secret, this one and all that come of it. */
  constructor(file: ConfigFile, terminal: Terminal | undefined, hide: HideSecrets) {
    this.#file = file;
    this.#terminal = terminal;
    this.#hide = hide;
    hide(file.values, file.valuesOfNames);
  }

  /** What the next run is started with. */
  get values(): JsonObject {
    return this.#file.values;
  }

  /** Takes what a connector says: its new config, when it has changed it, and that it needs another. */
  take(message: AirbyteMessage): void {
    if (message.type === 'CONTROL') this.keep(message.control.connectorConfig.config);
    else this.#isTokenRefused ||= failureIn(message)?.includes('refresh token: re-authenticate') ?? false;
  }

  /** @param changed The whole config. */
  keep(changed: JsonObject): void {
    this.#hide(changed);
    const terminal = this.#terminal;
    if (terminal === undefined) return;
    this.#kept = Promise.all([this.#kept, this.#keep(changed, terminal)]);
    // Whoever asks whether all is kept gets the error.
    this.#kept.catch(() => undefined);
  }

  /** Resolves when all that was taken is written. Says which refresh token it was, if the API refused it. */
  async whenKept(): Promise<void> {
    await this.#kept;
    if (!this.#isTokenRefused || this.#terminal === undefined) return;
    const origins = this.#file
      .originsOf(/refresh_?token/i)
      .map(({ name, file }) => `${name} of ${file === undefined ? 'the environment' : relative(process.cwd(), file)}`);
    if (origins.length > 0) this.#say(`The refresh token came from ${origins.join(', ')}.`, this.#terminal);
  }

  async #keep(changed: JsonObject, terminal: Terminal): Promise<void> {
    const file = this.#file;
    const kept = await file.keep(changed);
    this.#hide(changed, file.valuesOfNames);
    if (kept === undefined) return;
    const { settings, names, outdated } = kept;
    const places = [
      { path: file.dotEnv.path, values: names },
      { path: file.path, values: settings },
    ].filter(({ values }) => values.length > 0);
    const said = places.map(({ path, values }) => `${relative(process.cwd(), path)} has the new ${values.join(', ')}`);
    this.#say(`The connector changed its config: ${said.join('; ')}.`, terminal);
    if (outdated.length === 0) return;
    this.#say(
      `${outdated.join(', ')} of the environment is old now, and wins over .env: unset it, or give it the value in .env.`,
      terminal,
    );
  }

  #say(text: string, terminal: Terminal): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    terminal.warn(text);
  }
}

function failureIn(message: AirbyteMessage): string | undefined {
  if (message.type === 'CONNECTION_STATUS') return message.connectionStatus.message;
  return message.type === 'TRACE' && message.trace.type === 'ERROR' ? message.trace.error.message : undefined;
}
