import { showControls, showName } from './show.ts';
import { showJson } from './show-json.ts';

/** The parts of a stream that a terminal writes to. */
export interface TextSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Faster than this nobody sees a progress line change. */
const PROGRESS_EVERY_MS = 100;

/**
 * What a command says. People get text on stdout; with `--json` they get none, and stdout holds exactly one JSON document, the
 * command's result. What others say is shown, but not obeyed: their control characters are escaped. Progress and warnings go to stderr, so that both can be piped.
 */
export class Terminal {
  readonly #stdout: TextSink;
  readonly #stderr: TextSink;
  readonly #stdin: { readonly isTTY?: boolean } | undefined;
  readonly isJson: boolean;
  #mask = (text: string): string => text;
  #progressShownAt = -Infinity;
  #hasProgress = false;

  constructor(
    stdout: TextSink,
    stderr: TextSink,
    options: { readonly json: boolean; readonly stdin?: { readonly isTTY?: boolean } },
  ) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#stdin = options.stdin;
    this.isJson = options.json;
  }

  /** Whether a person sees what is printed and can answer. */
  get isInteractive(): boolean {
    return !this.isJson && this.#stdin?.isTTY === true && this.#stdout.isTTY === true;
  }

  /** How many characters a line of stdout can show: on a terminal its width, where that is known; elsewhere as many as there are. */
  get columns(): number {
    return this.#stdout.columns || Infinity;
  }

  /** Masks secrets in all that is shown from now on, besides what hides others already. */
  hide(mask: (text: string) => string): void {
    const before = this.#mask;
    this.#mask = (text) => mask(before(text));
  }

  /** A text as it may be shown, such as one that goes to a file for others. */
  masked(text: string): string {
    return this.#mask(text);
  }

  /** A line, or several, for people. */
  print(text = ''): void {
    if (this.isJson) return;
    this.clearProgress();
    this.#stdout.write(`${showControls(this.#mask(text))}\n`);
  }

  /** What a person should know although the command goes on. */
  warn(text: string): void {
    this.clearProgress();
    this.#stderr.write(`${showControls(this.#mask(text))}\n`);
  }

  /** The command's result, as its `--json` promises it. Called once; does nothing without `--json`. */
  result(value: object): void {
    if (!this.isJson) return;
    this.clearProgress();
    this.#stdout.write(`${showJson(maskTexts(value, this.#mask) as object)}\n`);
  }

  /** How far the work is: rewritten in place on a terminal. Elsewhere it says nothing; use {@link print} for what must be seen. */
  progress(text: () => string): void {
    const now = performance.now();
    if (this.#stderr.isTTY !== true || now - this.#progressShownAt < PROGRESS_EVERY_MS) return;
    this.#progressShownAt = now;
    this.#hasProgress = true;
    this.#stderr.write(`\r\u001B[K${showName(this.#mask(text())).slice(0, (this.#stderr.columns || Infinity) - 1)}`);
  }

  clearProgress(): void {
    if (!this.#hasProgress) return;
    this.#hasProgress = false;
    this.#stderr.write('\r\u001B[K');
  }
}

/** A number of fewer digits is a count as easily as a secret. */
const SHORTEST_NUMBER = 8;

/** A value in which each text is masked; a secret that is a long number is one, too. */
function maskTexts(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = value.toString();
    return text.length < SHORTEST_NUMBER || mask(text) === text ? value : mask(text);
  }
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return maskTexts(value.toJSON(), mask);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskTexts(item, mask)]));
}
