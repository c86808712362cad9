import type { FailureType } from '../../protocol/messages.ts';

/** Why no connection was made, where more is known than the system's error code says. Its message completes `Request failed: GET https://…: `. */
export class ConnectionError extends Error {
  readonly failureType: FailureType;
  /** False when another try cannot help. */
  readonly isRetryable: boolean;

  constructor(message: string, failureType: FailureType, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionError';
    this.failureType = failureType;
    this.isRetryable = failureType === 'transient_error';
  }
}
