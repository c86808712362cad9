import type { Exchange } from './exchange.ts';

/** An exchange, with the reason why it took place. */
export interface RecordedExchange extends Exchange {
  /** The stream that was read, or the command, `check` or `discover`, that needed it first. */
  readonly reason: Reason;
}

export interface Reason {
  readonly kind: 'stream' | 'command';
  readonly name: string;
}

/** What an API was asked and answered, in an order in which a connector can ask it again. */
export interface Recording {
  readonly exchanges: readonly Exchange[];
}
