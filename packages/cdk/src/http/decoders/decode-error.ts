import { ConnectorError } from '../../errors/connector-error.ts';
import type { DecodeContext } from './decoder.ts';

export interface DecodeErrorOptions extends ErrorOptions {
  /** The byte at which it went wrong, from 0. */
  readonly byteOffset: number;
  /** What should have stood there: `a line of JSON`. */
  readonly expected: string;
  /** What stands there instead, without quoting any data: `a web page`. @default not said */
  readonly found?: string | undefined;
  /** The bytes end too early. Another read may get the whole, so it is a transient_error. @default false */
  readonly isCut?: boolean;
}

/** The body of a response is not what its decoder reads. The records before the place have been read. */
export class DecodeError extends ConnectorError {
  /** The byte at which it went wrong, from 0; of what is in an archive, after unpacking. */
  readonly byteOffset: number;

  constructor({ source, contentType }: DecodeContext, options: DecodeErrorOptions) {
    const { byteOffset, expected, found, isCut = false, cause } = options;
    const got = found === undefined ? '' : `, got ${found}`;
    const type = contentType === undefined ? '' : ` (${contentType})`;
    super(`The ${source} ${isCut ? 'ends early' : 'breaks'} at byte ${byteOffset}: expected ${expected}${got}${type}`, {
      cause,
      failureType: isCut ? 'transient_error' : 'system_error',
    });
    this.byteOffset = byteOffset;
  }
}
