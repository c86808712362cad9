import { readFile } from 'node:fs/promises';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { isJsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';

/** A part of an OpenAPI document: an object whose keywords are looked at one by one. */
export interface OpenApiNode {
  readonly [keyword: string]: unknown;
}

/** An OpenAPI document of version 3, with what it refers to in other files put into it. */
export class OpenApiDocument {
  readonly root: OpenApiNode;

  constructor(root: OpenApiNode) {
    this.root = root;
  }

  /**
   * Reads a document, JSON or YAML, and the files it refers to. Nothing is asked for over the network.
   *
   * @throws CommandError that says what is wrong with it.
   */
  static async open(path: string): Promise<OpenApiDocument> {
    await readFile(path).catch((error: Error) => {
      throw new CommandError(`${path} cannot be read: ${error.message}`, { exitCode: 2 });
    });
    const root: unknown = await $RefParser
      .bundle(path, { resolve: { http: false }, dereference: { circular: 'ignore' } })
      .catch((cause: Error) => {
        throw new CommandError(`${path} is no OpenAPI document that can be read: ${cause.message}`, { cause });
      });
    if (!isJsonObject(root)) throw new CommandError(`${path} must hold an OpenAPI document, which is an object`);
    const { openapi: version, swagger } = root;
    if (typeof version === 'string' && /^3\.\d/.test(version)) return new OpenApiDocument(root);
    const found = version ?? swagger;
    const what = typeof found === 'string' || typeof found === 'number' ? `version ${found}` : 'no version';
    throw new CommandError(
      `${path} must be an OpenAPI document of version 3, and has ${what}. Converters make version 3 of Swagger 2.0.`,
    );
  }

  /** The object that a node is, or refers to, with the reference; empty when it leads nowhere. Follows one reference after another. */
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
    let at: unknown = this.root;
    for (const token of ref.replace(/^#\/?/, '').split('/')) {
      if (token === '') continue;
      const name = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
      at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : Array.isArray(at) ? at[Number(name)] : undefined;
    }
    return at;
  }
}
