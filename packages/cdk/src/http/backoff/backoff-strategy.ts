import type { HttpResponse } from '../http-response.ts';

/** What is known when a request is to be sent again. */
export interface BackoffContext {
  /** The number of the retry: 1 for the second try. */
  readonly retry: number;
  /** What the API answered to the last try; `undefined` when no response came. */
  readonly response: HttpResponse | undefined;
  /** Whether a quota is used up: after a 429, or where a rule says `rate-limited`. */
  readonly isRateLimited: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** From 0 up to 1, for jitter. */
  readonly random: number;
}

export interface Wait {
  /** Milliseconds from now. */
  readonly ms: number;
  /** What in the response asks for this wait, for messages: `X-Reset-At`. A wait that was only reckoned has none. */
  readonly askedBy?: string;
}

/** Decides how long to wait before a request is sent again. One serves all requests of a client. */
export interface BackoffStrategy {
  /** The wait, or `undefined` to leave it to the next strategy. Called once before every retry. */
  wait(context: BackoffContext): Wait | undefined;
}

/** When a strategy that reads the response has something to say. */
export interface ResponseWaitOptions {
  /**
   * Whether it is asked after a used-up quota only (429, or a rule that says `rate-limited`): for what stands in other responses
   * too, as the reset of a quota does, and means nothing there.
   * @default false
   */
  readonly onlyRateLimited?: boolean;
}

/** In what an API counts a duration. */
export type WaitUnit = 'milliseconds' | 'seconds' | 'minutes';

export const MS_PER_UNIT: Readonly<Record<WaitUnit, number>> = { milliseconds: 1, seconds: 1000, minutes: 60_000 };

/** The part of `text` that a pattern takes out of it: its first group, or all that it matches. */
export function extract(text: string | undefined, pattern: RegExp | undefined): string | undefined {
  if (text === undefined || pattern === undefined) return text;
  // A pattern with the flag g or y would go on where it stopped last time.
  const [whole, group] = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text) ?? [];
  return group ?? whole;
}

/** The wait that a duration in a response asks for; `undefined` when it is no number above 0. */
export function waitOfDuration(value: string | undefined, unit: WaitUnit, askedBy: string): Wait | undefined {
  const amount = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(amount) || amount <= 0) return undefined;
  return { ms: Math.ceil(amount * MS_PER_UNIT[unit]), askedBy };
}
