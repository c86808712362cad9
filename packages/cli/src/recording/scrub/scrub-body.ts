import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonValue, parseJson, writeJson } from '@headwater/cdk/protocol';

/** Gives what stands in for a value. `path` leads to it, `siblings` are the names around it; both are empty for plain text. */
export type ScrubField = (value: string, path: readonly string[], siblings: readonly string[]) => string;

/** Replaces what is in a body: JSON, JSON lines, a form, CSV, XML, or any other text. Bytes that are no text stay. */
export function scrubBody(body: Buffer, contentType: string, scrub: ScrubField): Buffer {
  if (body.length === 0 || !isUtf8(body)) return body;
  return Buffer.from(scrubBodyText(body.toString(), contentType.toLowerCase(), scrub));
}

function scrubBodyText(text: string, contentType: string, scrub: ScrubField): string {
  if (contentType.includes('x-www-form-urlencoded')) return scrubForm(text, scrub);
  const json = parsed(text);
  if (json !== undefined) return writeJson(scrubJson(json, scrub)) ?? '';
  const lines = text.split('\n');
  if (/^\s*[{[]/.test(text) && lines.every((line) => line.trim() === '' || parsed(line) !== undefined)) {
    return lines
      .map((line) => (line.trim() === '' ? line : writeJson(scrubJson(parsed(line) ?? null, scrub))))
      .join('\n');
  }
  if (/^\s*</.test(text)) return scrubXml(text, scrub);
  return contentType.includes('csv') || contentType.includes('tab-separated')
    ? scrubCsv(text, scrub)
    : scrub(text, [], []);
}

/** JSON with every text and number in it as `scrub` has it, and the names of members as text. */
export function scrubJson(
  value: JsonValue,
  scrub: ScrubField,
  path: readonly string[] = [],
  siblings: readonly string[] = [],
): JsonValue {
  if (typeof value === 'string') return scrub(value, path, siblings);
  if (typeof value === 'number' || typeof value === 'bigint') return scrubNumber(value, scrub, path, siblings);
  if (Array.isArray(value)) return value.map((item) => scrubJson(item, scrub, path, siblings));
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value);
  return Object.fromEntries(
    names.map((name) => [scrub(name, [], []), scrubJson(value[name] ?? null, scrub, [...path, name], names)]),
  );
}

function scrubNumber(
  value: number | bigint,
  scrub: ScrubField,
  path: readonly string[],
  siblings: readonly string[],
): JsonValue {
  const text = String(value);
  const clean = scrub(text, path, siblings);
  if (clean === text) return value;
  const number = typeof value === 'bigint' ? BigInt(clean.replace(/\D/g, '')) : Number(clean);
  return Number.isNaN(number) ? 0 : number;
}

function scrubForm(text: string, scrub: ScrubField): string {
  const fields = [...new URLSearchParams(text)];
  const names = fields.map(([name]) => name);
  return new URLSearchParams(fields.map(([name, value]) => [name, scrub(value, [name], names)])).toString();
}

/** A cell is named by the first line. Quotes, separators and line ends stay where they are. */
function scrubCsv(text: string, scrub: ScrubField): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const separator = [',', ';', '\t', '|'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  const names = head.split(separator).map((name) => name.replace(/^\uFEFF?"|"$/g, ''));
  let row = 0;
  let column = 0;
  const cell = new RegExp(
    `("(?:[^"]|"")*"|[^"${separator}\\r\\n]*)(${separator === '|' ? '\\|' : separator}|\\r?\\n|$)`,
    'g',
  );
  return text.replace(cell, (match, content: string, end: string) => {
    const isQuoted = content.startsWith('"');
    const value = isQuoted ? content.slice(1, -1).replaceAll('""', '"') : content;
    const clean = row === 0 || value === '' ? value : scrub(value, [names[column] ?? ''], names);
    if (end === separator) column++;
    else [row, column] = [row + 1, 0];
    if (clean === value) return match;
    return (isQuoted ? `"${clean.replaceAll('"', '""')}"` : clean) + end;
  });
}

/** The text of an element that has nothing but text is named by it, an attribute by its name. */
function scrubXml(text: string, scrub: ScrubField): string {
  return text
    .replace(/<([\w:.-]+)((?:\s[^<>]*)?)>([^<>]+)<\/\1>/g, (_, name: string, attributes: string, content: string) => {
      return `<${name}${attributes}>${scrub(content, [localName(name)], [])}</${name}>`;
    })
    .replace(/\s([\w:.-]+)="([^"<>]*)"/g, (_, name: string, value: string) => {
      return ` ${name}="${scrub(value, [localName(name)], [])}"`;
    });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text) as JsonValue;
  } catch {
    return undefined;
  }
}
