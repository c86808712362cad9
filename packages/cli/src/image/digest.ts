import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { CommandError } from '../command-error.ts';
import type { Descriptor } from './oci.ts';

/** The digest of content, by which registries and images name it. */
export function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Hands bytes on, and fails at their end when they are not those that were promised. */
export class DigestCheck extends Transform {
  readonly #expected: Pick<Descriptor, 'digest' | 'size'>;
  readonly #origin: string;
  readonly #hash;
  #size = 0;

  /** @param origin Where the bytes come from, for the message. */
  constructor(expected: Pick<Descriptor, 'digest' | 'size'>, origin: string) {
    super();
    this.#expected = expected;
    this.#origin = origin;
    const [algorithm = ''] = expected.digest.split(':');
    if (!['sha256', 'sha512'].includes(algorithm)) {
      throw new CommandError(`${origin} names content by the digest ${expected.digest}, of an unknown kind`);
    }
    this.#hash = createHash(algorithm);
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.#size += chunk.length;
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { digest, size } = this.#expected;
    const found = `${digest.split(':')[0]}:${this.#hash.digest('hex')}`;
    done(
      found === digest && this.#size === size
        ? null
        : new CommandError(
            `${this.#origin} gave other content than it promised: expected ${size} bytes with the digest ${digest}, got ${this.#size} bytes with the digest ${found}`,
          ),
    );
  }
}
