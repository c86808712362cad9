import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stateMessage } from '../protocol/build-message.ts';
import type { ConfiguredCatalog } from '../protocol/catalog.ts';
import type { AirbyteMessage } from '../protocol/messages.ts';
import { parseJson } from '../protocol/parse-json.ts';
import type { InputState } from '../protocol/state.ts';
import { writeJson } from '../protocol/write-json.ts';
import { ReadResult } from './read-result.ts';

/** A run that takes longer is killed. */
const TIME_LIMIT_MS = 120_000;

export interface RunConnectorOptions {
  /** Written to a file and handed on with `--config`. */
  readonly config?: unknown;
  /** Written to a file, in the form a platform sends, and handed on with `--catalog`. */
  readonly catalog?: ConfiguredCatalog;
  /** Written to a file, in the form a platform sends, and handed on with `--state`. */
  readonly state?: InputState;
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line of stdout; a promise holds up the reading of the next, as a slow platform would. */
  readonly onLine?: (line: string, process: RunningConnector) => void | Promise<void>;
}

/** A connector while it runs. */
export interface RunningConnector {
  readonly pid: number;
  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void;
  /** Closes the reading end of its stdout, as `head` does. */
  closeStdout(): void;
}

/** How a connector's process went. `succeeded` is true when it exited with 0. */
export class ConnectorRun extends ReadResult {
  /** The lines of stdout as they came. */
  readonly lines: readonly string[];
  readonly stderr: string;
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(
    lines: readonly string[],
    { stderr, exitCode, signal }: Pick<ConnectorRun, 'stderr' | 'exitCode' | 'signal'>,
    config: unknown,
  ) {
    super(
      lines.map((line) => parseJson(line) as AirbyteMessage),
      exitCode === 0,
      config,
    );
    this.lines = lines;
    this.stderr = stderr;
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

/**
 * Runs a connector as a platform does, in a process of its own: real arguments, real files, real pipes.
 *
 * @param entry The connector's main file, TypeScript or JavaScript.
 * @example const run = await runConnector('src/main.ts', 'check', { config: { api_token: 'secret' } });
 */
export async function runConnector(
  entry: string,
  command: string,
  options: RunConnectorOptions = {},
): Promise<ConnectorRun> {
  const { config, catalog, state, args = [] } = options;
  const folder = await mkdtemp(join(tmpdir(), 'connector-'));
  try {
    const files: string[] = [];
    for (const [name, content] of Object.entries({
      config,
      catalog: catalog && toWire(catalog),
      state: state && toMessages(state),
    })) {
      if (content === undefined) continue;
      const file = join(folder, `${name}.json`);
      await writeFile(file, writeJson(content) ?? '');
      files.push(`--${name}`, file);
    }
    return await run([entry, command, ...files, ...args], options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(args: readonly string[], { env = {}, config, onLine }: RunConnectorOptions): Promise<ConnectorRun> {
  // A connector that hangs must not outlive the test that started it.
  const child = spawn(process.execPath, args, {
    timeout: TIME_LIMIT_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const running: RunningConnector = {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    closeStdout: () => child.stdout.destroy(),
  };
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  // A stdout that this end closes never ends, and the reader would wait for it.
  child.stdout.once('close', () => reader.close());
  for await (const line of reader) {
    lines.push(line);
    await onLine?.(line, running);
  }
  const [exitCode, signal] = await ended;
  // A process that was killed may leave half a line behind. No platform takes it for a message.
  if (signal !== null && lines.length > 0 && !isJson(lines.at(-1) ?? '')) lines.pop();
  return new ConnectorRun(lines, { stderr, exitCode, signal }, config);
}

function toWire(catalog: ConfiguredCatalog): unknown {
  return {
    streams: catalog.streams.map(({ stream, syncMode }) => ({
      stream: { ...stream, json_schema: {}, supported_sync_modes: ['full_refresh', 'incremental'] },
      sync_mode: syncMode,
      destination_sync_mode: 'append',
    })),
  };
}

function toMessages(state: InputState): unknown {
  return state.streams.map((stream) => stateMessage(stream.descriptor, stream.state, 0).state);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
