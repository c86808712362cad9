import { ConnectorError } from './connector-error.ts';

/**
 * The user's settings are why it failed, and the message says what to change. In `check` it makes the answer FAILED; elsewhere
 * it is a TRACE ERROR with failure type `config_error`.
 */
export class ConfigError extends ConnectorError {
  constructor(message: string, options: ErrorOptions & { readonly internalMessage?: string } = {}) {
    super(message, { ...options, failureType: 'config_error' });
  }
}
