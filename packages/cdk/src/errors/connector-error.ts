import type { FailureType } from '../protocol/messages.ts';

export interface ConnectorErrorOptions extends ErrorOptions {
  /**
   * What the platform shows and does: `config_error` asks the user to change something, `transient_error` is tried
   * again later, `system_error` is the connector's or the API's defect.
   * @default 'system_error'
   */
  readonly failureType?: FailureType;
  /** What an engineer needs beyond the message; goes out as `internal_message`. */
  readonly internalMessage?: string;
}

/**
 * An error whose message is written for the user: what happened, with the values, and where. Throw it from any method
 * of a source or a stream; it goes out as a TRACE ERROR with its failure type.
 *
 * An error of any other class is taken for a defect: the user is told so, and its own text goes to the engineer.
 */
export class ConnectorError extends Error {
  readonly failureType: FailureType;
  readonly internalMessage: string | undefined;

  constructor(message: string, options: ConnectorErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.failureType = options.failureType ?? 'system_error';
    this.internalMessage = options.internalMessage;
  }
}
