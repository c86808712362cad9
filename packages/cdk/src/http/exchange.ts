import type { HttpContext } from './http-context.ts';
import type { HttpMethod } from './http-request.ts';

/** One HTTP exchange, ready to send. */
export interface Exchange {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Record<string, string | undefined>;
  readonly body: string | Uint8Array | undefined;
  /** Whether a large body may be handed out while it arrives. */
  readonly isStreamed: boolean;
  /** 1 for the first. */
  readonly tries: number;
  /** Of the run that it is part of. */
  readonly context: HttpContext;
}
