import { readFile } from 'node:fs/promises';
import { dirname, resolve as resolvePath } from 'node:path';
import { isJsonObject } from '@headwater/cdk/protocol';
import { parse } from 'yaml';
import { CommandError } from '../command-error.ts';

/** A part of an OpenAPI document: an object whose keywords are looked at one by one. */
export interface OpenApiNode {
  readonly [keyword: string]: unknown;
}

/** An OpenAPI document of version 3, with the files that it refers to. */
export class OpenApiDocument {
  readonly root: OpenApiNode;
  /** What each file holds, by its path; its references name the file they lead to. */
  readonly #files: ReadonlyMap<string, unknown>;

  constructor(root: OpenApiNode, files: ReadonlyMap<string, unknown> = new Map()) {
    this.root = root;
    this.#files = new Map([...files, ['', root]]);
  }

  /**
   * Reads a document, JSON or YAML, and the files it refers to. Nothing is asked for over the network.
   *
   * @throws CommandError that says what is wrong with it.
   */
  static async open(path: string): Promise<OpenApiDocument> {
    const files = new Map<string, unknown>();
    const open = [path];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (files.has(file)) continue;
      const content = await readDocument(file);
      files.set(file, content);
      for (const other of nameFilesOfRefs(content, file)) open.push(other);
    }
    const root = files.get(path);
    if (!isJsonObject(root))
      throw new CommandError(`${path} must hold an OpenAPI document, which is an object`, { exitCode: 2 });
    const { openapi: version, swagger } = root;
    if (typeof version === 'string' && /^3\.\d/.test(version)) return new OpenApiDocument(root, files);
    const found = version ?? swagger;
    const what = typeof found === 'string' || typeof found === 'number' ? `version ${found}` : 'no version';
    throw new CommandError(
      `${path} must be an OpenAPI document of version 3, and has ${what}. Converters make version 3 of Swagger 2.0.`,
    );
  }

  /**
   * The object that a node is, or refers to, with the reference; empty when it leads nowhere. Follows one reference after another.
   *
   * @throws CommandError for a reference to another host.
   */
  resolve(node: unknown): { readonly node: OpenApiNode; readonly ref: string | undefined } {
    let at = node;
    let ref: string | undefined;
    for (let steps = 0; isJsonObject(at) && typeof at['$ref'] === 'string' && steps < 100; steps++) {
      ref = at['$ref'];
      at = this.#at(ref);
    }
    return { node: isJsonObject(at) ? at : {}, ref };
  }

  #at(ref: string): unknown {
    const [file = '', pointer = ''] = ref.split('#');
    if (isUrl(file)) {
      throw new CommandError(`The document refers to ${file}, which is not asked for. Save it beside the document.`);
    }
    let at = this.#files.get(file);
    for (const token of pointer.split('/').slice(1)) {
      const name = decodePercent(token).replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(at)) at = at[Number(name)];
      else at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    }
    return at;
  }
}

async function readDocument(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new CommandError(`${path} cannot be read: ${error.message}`, { exitCode: 2 });
  });
  try {
    return path.endsWith('.json') ? JSON.parse(text) : parse(text);
  } catch (cause) {
    const [message] = (cause as Error).message.split('\n');
    throw new CommandError(`${path} is no ${path.endsWith('.json') ? 'JSON' : 'YAML'}: ${message}`, { cause });
  }
}

/** Puts the path of the file that it leads to into each reference. Returns these files. */
function nameFilesOfRefs(content: unknown, path: string): Set<string> {
  const files = new Set<string>();
  const open = [content];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    open.push(...Object.values(node));
    const ref: unknown = (node as OpenApiNode)['$ref'];
    if (typeof ref !== 'string') continue;
    const [file = '', pointer = ''] = ref.split('#');
    if (isUrl(file)) continue;
    const target = file === '' ? path : resolvePath(dirname(path), decodePercent(file));
    (node as { $ref: string }).$ref = `${target}#${pointer}`;
    files.add(target);
  }
  return files;
}

function isUrl(file: string): boolean {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(file);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
