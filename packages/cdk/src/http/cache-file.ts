import { close, open, read, unlink, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where bytes stand in the file. */
export interface FilePlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * A temporary file that bytes are appended to and read from. It has no name from the moment it is open, so no other user can
 * open it, and the system frees its space however the process ends, by SIGKILL too.
 */
export class CacheFile {
  readonly #folder: string;
  #file: Promise<number> | undefined;
  #end = 0;

  /** @param folder @default the system's folder for temporary files */
  constructor(folder: string = tmpdir()) {
    this.#folder = folder;
  }

  /** Bytes that were appended so far. */
  get size(): number {
    return this.#end;
  }

  /** @throws what the system says when the file cannot be made or written. */
  async append(bytes: Uint8Array): Promise<FilePlace> {
    const place = { offset: this.#end, length: bytes.length };
    // Taken at once: others may append while this is being written.
    this.#end += bytes.length;
    const file = await (this.#file ??= this.#open());
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await promisify(write)(file, bytes, done, bytes.length - done, place.offset + done);
      done += bytesWritten;
    }
    return place;
  }

  /** @throws what the system says when the bytes cannot be read. */
  async read({ offset, length }: FilePlace): Promise<Buffer> {
    const file = await (this.#file ??= this.#open());
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await promisify(read)(file, bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new Error(`The file ends at byte ${offset + done}`);
      done += bytesRead;
    }
    return bytes;
  }

  async #open(): Promise<number> {
    const path = join(this.#folder, `headwater-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`);
    const file = await promisify(open)(path, 'wx+', 0o600);
    // The file of a cache that nobody has any more is closed with it.
    abandoned.register(this, file);
    await promisify(unlink)(path);
    return file;
  }
}

const abandoned = new FinalizationRegistry<number>((file) => close(file, () => {}));
