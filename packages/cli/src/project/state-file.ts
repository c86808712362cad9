import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateMessage } from '@headwater/cdk/protocol';
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
  readonly #states: Map<string, KeptState>;

  private constructor(path: string, states: readonly KeptState[]) {
    this.path = path;
    this.#states = new Map(states.map((state) => [keyOf(state), state]));
  }

  static async open(project: ConnectorProject, path = join(project.privateFolder, 'state.json')): Promise<StateFile> {
    const content = await readJsonFile(path, 'State');
    if (content !== undefined && !isStateList(content)) {
      throw new CommandError(
        `State file ${path} must be a list of STATE messages, each with a stream. "headwater state reset" starts anew.`,
        { exitCode: 2 },
      );
    }
    return new StateFile(
      path,
      (content ?? []).map(({ stream }) => stream),
    );
  }

  get states(): readonly KeptState[] {
    return [...this.#states.values()];
  }

  /** The state of a stream, by its name. */
  of(stream: string): KeptState['stream_state'] | undefined {
    return this.states.find(({ stream_descriptor: { name } }) => name === stream)?.stream_state;
  }

  set(state: KeptState): void {
    this.#states.set(keyOf(state), state);
  }

  remove(stream: string): boolean {
    const found = this.states.filter(({ stream_descriptor: { name } }) => name === stream);
    for (const state of found) this.#states.delete(keyOf(state));
    return found.length > 0;
  }

  /** The list as `--state` takes it. */
  toWire(): object[] {
    return this.states.map((stream) => ({ type: 'STREAM', stream }));
  }

  async save(): Promise<void> {
    if (this.#states.size === 0) await rm(this.path, { force: true });
    else await writeFileAtomically(this.path, `${showJson(this.toWire())}\n`);
  }
}

function keyOf({ stream_descriptor: { name, namespace } }: KeptState): string {
  return JSON.stringify([namespace ?? null, name]);
}

function isStateList(value: unknown): value is { stream: KeptState }[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item: { stream?: Partial<KeptState> } | null) => typeof item?.stream?.stream_descriptor?.name === 'string',
    )
  );
}
