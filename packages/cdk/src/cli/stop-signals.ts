import { constants } from 'node:os';

type StopSignal = 'SIGTERM' | 'SIGINT';

/** The first SIGTERM or SIGINT asks a command to end in order; a second one ends the process at once. */
export class StopSignals {
  readonly #controller = new AbortController();
  #received: StopSignal | undefined;

  constructor() {
    process.on('SIGTERM', this.#receive);
    process.on('SIGINT', this.#receive);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get received(): StopSignal | undefined {
    return this.#received;
  }

  /** Asks the command to end in order for a reason other than a signal. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends the process by the signal it received, so that its parent sees what ended it. Returns when there was none. */
  reraise(): void {
    if (this.#received === undefined) return;
    process.off('SIGTERM', this.#receive);
    process.off('SIGINT', this.#receive);
    // As PID 1, in a container, a process is not ended by a signal it sends to itself.
    if (process.pid !== 1) process.kill(process.pid, this.#received);
    process.exit(128 + constants.signals[this.#received]);
  }

  readonly #receive = (signal: StopSignal): void => {
    const isSecond = this.#received !== undefined;
    this.#received = signal;
    if (isSecond) this.reraise();
    this.#controller.abort(new Error(`Stopped by ${signal}`));
  };
}
