import { ConnectorError } from '../../errors/connector-error.ts';
import type { DecodeContext } from './decoder.ts';

export interface DecodeErrorOptions extends ErrorOptions {
  /** The byte at which reading stopped, from 0. */
  readonly byteOffset: number;
  /** What should have stood there: `a line of JSON`. */
  readonly expected: string;
  /** The bytes ended too early. Another read may get them whole, so it is a transient_error. @default false */
  readonly isCut?: boolean;
  /** What stands there instead, where that is no record: `a web page`. @default not said */
  readonly found?: string;
}

/** The body of a response is not what its decoder reads. The records before the place have been read. */
export class DecodeError extends ConnectorError {
  /** The byte at which reading stopped, from 0; inside an archive, of its unpacked bytes. */
  readonly byteOffset: number;

  constructor({ source, contentType }: DecodeContext, options: DecodeErrorOptions) {
    const { byteOffset, expected, found, isCut = false, cause } = options;
    const type = contentType === undefined ? 'no content type' : contentType;
    super(
      `The ${source} ${isCut ? 'ends early,' : 'breaks'} at byte ${byteOffset}: ` +
        `expected ${expected}${found === undefined ? '' : `, got ${found}`} (${type})`,
      { cause, failureType: isCut ? 'transient_error' : 'system_error' },
    );
    this.byteOffset = byteOffset;
  }
}
