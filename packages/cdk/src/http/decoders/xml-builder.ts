import { MAX_PIECES_BYTES } from './byte-pieces.ts';

/** An element that is open. */
interface Frame {
  readonly name: string;
  readonly isRecord: boolean;
  /** Its attributes and its elements, once there is one. */
  members: Record<string, unknown> | undefined;
  hasElements: boolean;
  text: string;
}

/** Makes plain objects of the elements of an XML document, and sets apart those that are records. */
export class XmlBuilder {
  readonly #path: readonly string[];
  readonly #lists: ReadonlySet<string>;
  readonly #open: Frame[] = [];
  /** How many of the open elements are on the path. */
  #onPath = 0;
  #records: unknown[] = [];
  #document: Record<string, unknown> = {};
  /** Characters that are kept: of the record that is open, or of all that is none. */
  #keptInRecord = 0;
  #keptAround = 0;

  /**
   * @param path The names of the elements down to the records.
   * @param lists Names of elements that are lists also where there is one.
   */
  constructor(path: readonly string[], lists: ReadonlySet<string>) {
    this.#path = path;
    this.#lists = lists;
  }

  /** The document without its records. */
  get document(): Record<string, unknown> {
    return this.#document;
  }

  get isTooLarge(): boolean {
    return Math.max(this.#keptInRecord, this.#keptAround) > MAX_PIECES_BYTES;
  }

  /** The records that are whole, each once. */
  takeRecords(): unknown[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  openElement(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#onPath === this.#open.length && name === this.#path[this.#onPath]) this.#onPath++;
    const isRecord = this.#onPath === this.#path.length && this.#open.length === this.#onPath - 1;
    const frame: Frame = { name, isRecord, members: undefined, hasElements: false, text: '' };
    this.#open.push(frame);
    if (isRecord) this.#keptInRecord = 0;
    this.#keep(name.length);
    for (const key in attributes) {
      const value = attributes[key] as string;
      (frame.members ??= {})[`@${key}`] = value;
      this.#keep(key.length + value.length);
    }
  }

  addText(text: string): void {
    const frame = this.#open.at(-1);
    if (frame === undefined) return;
    // The line ends between records, all together, would be as large as these.
    const isAroundRecords = this.#onPath === this.#open.length && this.#onPath < this.#path.length;
    if (isAroundRecords && text.trim() === '') return;
    frame.text += text;
    this.#keep(text.length);
  }

  closeElement(): void {
    const frame = this.#open.pop();
    if (frame === undefined) return;
    if (this.#onPath > this.#open.length) this.#onPath--;
    const value = valueOf(frame);
    if (frame.isRecord) {
      this.#records.push(typeof value === 'string' ? { '#text': value } : (value ?? {}));
      return;
    }
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.hasElements = true;
    this.#add(parent === undefined ? this.#document : (parent.members ??= {}), frame.name, value);
  }

  #add(members: Record<string, unknown>, name: string, value: unknown): void {
    const before = Object.hasOwn(members, name) ? members[name] : undefined;
    if (Array.isArray(before)) before.push(value);
    else if (Object.hasOwn(members, name)) members[name] = [before, value];
    else setOwn(members, name, this.#lists.has(name) ? [value] : value);
  }

  #keep(length: number): void {
    if (this.#onPath === this.#path.length) this.#keptInRecord += length;
    else this.#keptAround += length;
  }
}

/** A name that is new; this one of all is not set as others are. */
function setOwn(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, configurable: true, enumerable: true, writable: true });
}

/** An element with attributes or elements is an object; one with text alone is that text; an empty one is null. */
function valueOf({ members, hasElements, text }: Frame): unknown {
  const isBlank = text.trim() === '';
  if (members === undefined) return isBlank ? null : text;
  if (!isBlank) members['#text'] = hasElements ? text.trim() : text;
  return members;
}
