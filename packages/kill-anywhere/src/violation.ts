/** A promise that was not kept. */
export interface Violation {
  /** What is promised, in two or three words. */
  readonly rule: string;
  /** The stream it is about; absent for the process. */
  readonly stream?: string;
  /** What happened, with the values. */
  readonly message: string;
}
