/** Waits that end when the server closes. */
export class Delays {
  readonly #waiting = new Map<NodeJS.Timeout, (reached: boolean) => void>();

  /** Resolves to true after `ms` milliseconds, or to false as soon as the waits are cancelled. */
  wait(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(timer);
        resolve(true);
      }, ms);
      this.#waiting.set(timer, resolve);
    });
  }

  /** Ends every wait now. */
  cancel(): void {
    for (const [timer, resolve] of this.#waiting) {
      clearTimeout(timer);
      resolve(false);
    }
    this.#waiting.clear();
  }
}
