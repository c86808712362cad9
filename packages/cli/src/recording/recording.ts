import type { Exchange } from './exchange.ts';

/** What an API was asked and answered, in an order in which a connector can ask it again. */
export interface Recording {
  readonly exchanges: readonly Exchange[];
  /** When it was. @default not known: a connector's clock stays as it is */
  readonly recordedAt?: Date;
}
