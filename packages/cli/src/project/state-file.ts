import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInputState, type StateMessage } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from './connector-project.ts';
import { readJsonFile } from './read-json-file.ts';
import { showJson } from '../terminal/show-json.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** The state of one stream, as the platform keeps it. */
export type KeptState = StateMessage['state']['stream'];

/** What reads of a project ended with, kept in `.headwater/state.json` as a list that a connector takes with `--state`. */
export class StateFile {
  readonly path: string;
  #states: Map<string, KeptState>;
  /** What has been set, or removed, since the file was read. */
  readonly #changes = new Map<string, KeptState | undefined>();

  private constructor(path: string, states: readonly KeptState[]) {
    this.path = path;
    this.#states = byKey(states);
  }

  /**
   * @param path In whatever form `--state` of a connector takes; it is saved as a list of STATE messages.
   * @throws CommandError that names the file and the place.
   */
  static async open(
    project: Pick<ConnectorProject, 'privateFolder'>,
    path = join(project.privateFolder, 'state.json'),
  ): Promise<StateFile> {
    return new StateFile(path, await readStates(path));
  }

  get states(): readonly KeptState[] {
    return [...this.#states.values()];
  }

  /** The state of a stream, by its name. */
  of(stream: string): KeptState['stream_state'] | undefined {
    return this.states.find(({ stream_descriptor: { name } }) => name === stream)?.stream_state;
  }

  set(state: KeptState): void {
    this.#change(keyOf(state), state);
  }

  remove(stream: string): boolean {
    const found = this.states.filter(({ stream_descriptor: { name } }) => name === stream);
    for (const state of found) this.#change(keyOf(state), undefined);
    return found.length > 0;
  }

  /** The list as `--state` takes it. */
  toWire(): object[] {
    return this.states.map((stream) => ({ type: 'STREAM', stream }));
  }

  /** Writes what has changed into the file as it is now: a read of other streams may have saved its own meanwhile. */
  async save(): Promise<void> {
    this.#states = byKey(await readStates(this.path));
    for (const [key, state] of this.#changes) this.#change(key, state);
    if (this.#states.size === 0) await rm(this.path, { force: true });
    else await writeFileAtomically(this.path, `${showJson(this.toWire())}\n`);
  }

  #change(key: string, state: KeptState | undefined): void {
    this.#changes.set(key, state);
    if (state === undefined) this.#states.delete(key);
    else this.#states.set(key, state);
  }
}

function byKey(states: readonly KeptState[]): Map<string, KeptState> {
  return new Map(states.map((state) => [keyOf(state), state]));
}

function keyOf({ stream_descriptor: { name, namespace } }: KeptState): string {
  return JSON.stringify([namespace ?? null, name]);
}

/**
 * The states in a file, in every form that platforms and people have; none when the file does not exist.
 *
 * @throws CommandError that names the file and the place.
 */
export async function readStates(path: string): Promise<KeptState[]> {
  const content = await readJsonFile(path, 'State');
  try {
    return parseInputState(content, `State file ${path}`).streams.map(({ descriptor, state }) => ({
      stream_descriptor: descriptor,
      stream_state: state,
    }));
  } catch (error) {
    throw new CommandError(`${(error as Error).message}. "headwater state reset" starts anew.`, { exitCode: 2 });
  }
}
