import { SaxesParser } from 'saxes';
import type { JsonValue } from '../../protocol/json.ts';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import type { ParsedRecords } from './parsed-records.ts';
import { TextReader } from './text-reader.ts';
import { XmlBuilder } from './xml-builder.ts';

export interface XmlForm {
  readonly path: readonly string[];
  readonly lists: ReadonlySet<string>;
}

/** Reads XML chunk by chunk. */
export class XmlReader {
  readonly #form: XmlForm;
  readonly #context: DecodeContext;
  readonly #parser = new SaxesParser();
  readonly #builder: XmlBuilder;
  readonly #reader: TextReader;
  /** The text that is being parsed, and where it starts: the byte of the body, the character of the document. */
  #text = '';
  #textAt = 0;
  #charactersBefore = 0;
  #hasRoot = false;

  constructor(form: XmlForm, context: DecodeContext) {
    this.#form = form;
    this.#context = context;
    const parser = this.#parser;
    this.#builder = new XmlBuilder(form.path, form.lists);
    this.#reader = new TextReader(context, { declared: declaredEncoding });
    parser.on('opentag', ({ name, attributes }) => {
      if (!this.#hasRoot) this.#checkRoot(name);
      this.#builder.openElement(name, attributes);
    });
    parser.on('text', (text) => this.#builder.addText(text));
    parser.on('cdata', (text) => this.#builder.addText(text));
    parser.on('closetag', () => this.#builder.closeElement());
    parser.on('error', (error) => {
      throw error;
    });
  }

  /** The records that are whole with this chunk. */
  read(chunk: Uint8Array): ParsedRecords {
    const { text, failure } = this.#reader.read(chunk);
    this.#textAt += this.#reader.byteLength(this.#text);
    this.#charactersBefore += this.#text.length;
    this.#text = text;
    const broken = this.#parse(() => this.#parser.write(text)) ?? failure;
    const records = this.#builder.takeRecords();
    if (broken !== undefined) return { records, failure: broken };
    if (!this.#builder.isTooLarge) return { records };
    return {
      records,
      failure: this.#broken(this.#byteAt(text.length), `an element of "${this.#form.path.join('.')}" sooner`),
    };
  }

  /** What is left when the body has ended. */
  end(): ParsedRecords {
    const failure = this.#reader.end().failure ?? this.#parse(() => this.#parser.close(), true);
    return failure === undefined ? { records: [] } : { records: this.#builder.takeRecords(), failure };
  }

  /** The document without its records, once it has ended. */
  around(): JsonValue {
    return this.#builder.document as JsonValue;
  }

  #parse(step: () => unknown, isEnd = false): Error | undefined {
    try {
      step();
      return undefined;
    } catch (thrown) {
      if (thrown instanceof DecodeError) return thrown;
      if (isEnd) {
        const byteOffset = this.#byteAt(this.#text.length);
        return new DecodeError(this.#context, { byteOffset, expected: 'the rest of an XML document', isCut: true });
      }
      // It names its place by line and column, of which nobody knows where the document has them.
      const reason = (thrown as Error).message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
      return this.#broken(this.#byteAt(this.#parser.position - this.#charactersBefore), `XML (${reason})`);
    }
  }

  #checkRoot(name: string): void {
    this.#hasRoot = true;
    const [wanted] = this.#form.path;
    if (name === wanted) return;
    const byteOffset = this.#byteAt(this.#parser.position - this.#charactersBefore);
    const expected = `an XML document of "${wanted}"`;
    throw new DecodeError(this.#context, { byteOffset, expected, found: JSON.stringify(name) });
  }

  #byteAt(character: number): number {
    return this.#textAt + this.#reader.byteLength(this.#text.slice(0, Math.max(0, character)));
  }

  #broken(byteOffset: number, expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset, expected });
  }
}

function declaredEncoding(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)/.exec(text)?.[1];
}
