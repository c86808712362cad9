import { isJsonObject } from '@headwater/cdk/protocol';
import { type FoundType, joinFound } from './found-type.ts';
import { enumKeyword, type RecordSchema, schemaOf, type SchemaOptions, typeKeyword, typesOf } from './record-schema.ts';
import { fieldPath, itemsPath, type SchemaChange } from './schema-change.ts';
import { showTypes } from './json-type.ts';
import { mergeTypes } from './merge-types.ts';
import { isKnownFormat } from './string-format.ts';

export interface MergeOptions extends SchemaOptions {
  /** Whether the schema gives up what was not found: types, null, texts without a format. */
  readonly narrow: boolean;
  /** Fields of the record that should be required, where they are always there: its key and cursor. */
  readonly required: readonly string[];
}

export interface MergedSchema {
  readonly schema: RecordSchema;
  readonly changes: readonly SchemaChange[];
}

/** Keywords under which a schema was made by hand in a way that has no single place for a new field or type. */
const BY_HAND = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'const', 'patternProperties'];

/**
 * Brings a schema up to what was found: it allows all of that afterwards, keeps its order, descriptions and every keyword it does
 * not need to change, and does not become narrower unless that is asked for. Everything else is listed among the changes. Local
 * `$ref`s stay; what they lead to is changed in its place, for all that was found at any of them.
 */
export function mergeSchema(schema: RecordSchema, found: FoundType, options: MergeOptions): MergedSchema {
  return new SchemaMerge(schema, options).merged(found);
}

class SchemaMerge {
  readonly #schema: RecordSchema;
  readonly #options: MergeOptions;
  readonly #changes: SchemaChange[] = [];
  /** What was found at the references to each definition, and where first. */
  readonly #definitions = new Map<string, { readonly found: FoundType; readonly path: string }>();

  constructor(schema: RecordSchema, options: MergeOptions) {
    this.#schema = schema;
    this.#options = options;
  }

  merged(found: FoundType): MergedSchema {
    this.#collect(this.#schema, found, '');
    const schema: Record<string, unknown> = { ...this.#merge(this.#schema, found, '') };
    for (const [ref, use] of this.#definitions) {
      const [keyword, name] = definitionOf(ref) ?? ['', ''];
      const definitions = schema[keyword] as Record<string, RecordSchema>;
      schema[keyword] = { ...definitions, [name]: this.#merge(definitions[name] ?? {}, use.found, use.path) };
    }
    return { schema, changes: this.#changes };
  }

  /** One definition may stand for several places, and for itself further down. */
  #collect(node: unknown, found: FoundType | undefined, path: string): void {
    if (found === undefined || !isMergeable(node)) return;
    if (node.$ref !== undefined) {
      const [keyword, name] = definitionOf(node.$ref) ?? ['', ''];
      const definition = (this.#schema[keyword] as Record<string, unknown> | undefined)?.[name];
      if (definition === undefined) return;
      const known = this.#definitions.get(node.$ref);
      this.#definitions.set(node.$ref, known ? { ...known, found: joinFound(known.found, found) } : { found, path });
      this.#collect(definition, found, path);
      return;
    }
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      this.#collect(property, found.fields?.get(name), fieldPath(path, name));
    }
    this.#collect(node.items, found.items, itemsPath(path));
  }

  #merge<TNode extends RecordSchema | boolean>(node: TNode, found: FoundType, path: string): TNode | RecordSchema {
    if (!isMergeable(node) || node.$ref !== undefined) return node;
    if (found.types.length === 0) return this.#described(node, found);
    const merged = { ...this.#described(node, found) };
    this.#mergeTypes(merged, node, found, path);
    if (found.types.includes('string')) {
      this.#mergeFormat(merged, node, found, path);
      this.#mergeEnum(merged, node, found, path);
    }
    if (found.types.includes('object')) {
      this.#mergeProperties(merged, node, found, path);
      this.#mergeRequired(merged, node, found, path);
    }
    if (found.types.includes('array')) {
      const { items } = node;
      if (found.items === undefined) merged['items'] ??= {};
      else if (items === undefined || isEmpty(items)) merged['items'] = schemaOf(found.items, this.#options) ?? {};
      else merged['items'] = this.#merge(items as RecordSchema, found.items, itemsPath(path));
    }
    return merged;
  }

  #described(node: RecordSchema, { description }: FoundType): RecordSchema {
    return node.description === undefined && description !== undefined ? { description, ...node } : node;
  }

  #mergeTypes(merged: Record<string, unknown>, node: RecordSchema, found: FoundType, path: string): void {
    const before = typesOf(node);
    const { widened, needed } = mergeTypes(before, found.types);
    if (before !== undefined && widened !== undefined && showTypes(widened) !== showTypes(before)) {
      Object.assign(merged, typeKeyword(widened));
      this.#change('widened', path, `${showTypes(before)} → ${showTypes(widened)}`, true);
      if (widened.includes('null') && Array.isArray(node.enum) && !node.enum.includes(null)) {
        merged['enum'] = [...node.enum, null];
      }
    }
    if (widened !== undefined && showTypes(needed) === showTypes(widened)) return;
    if (this.#options.narrow) Object.assign(merged, typeKeyword(needed));
    this.#change('narrower', path, `${showTypes(widened ?? [])} → ${showTypes(needed)}`, this.#options.narrow);
  }

  #mergeFormat(merged: Record<string, unknown>, node: RecordSchema, { formats }: FoundType, path: string): void {
    if (formats === undefined) return;
    const [best] = formats;
    if (node.format !== undefined) {
      if (!isKnownFormat(node.format) || formats.includes(node.format)) return;
      delete merged['format'];
      this.#change('widened', path, `format ${node.format} → any text`, true);
    } else if (best !== undefined && node.enum === undefined) {
      // Where no text was allowed before, its format takes nothing away.
      const isNarrower = typesOf(node)?.includes('string') ?? true;
      if (!isNarrower || this.#options.narrow) merged['format'] = best;
      if (isNarrower) this.#change('narrower', path, `any text → format ${best}`, this.#options.narrow);
    }
  }

  #mergeEnum(merged: Record<string, unknown>, node: RecordSchema, found: FoundType, path: string): void {
    const { texts } = found;
    if (Array.isArray(node.enum)) {
      if (texts === undefined) return;
      const known = merged['enum'] as readonly unknown[];
      if (texts === 'many') {
        delete merged['enum'];
        this.#change('widened', path, `enum of ${node.enum.length} → any text`, true);
        return;
      }
      const more = texts.filter((text) => !known.includes(text));
      if (more.length === 0) return;
      merged['enum'] = [...known, ...more];
      this.#change('widened', path, `enum + ${more.join(', ')}`, true);
    } else if (showTypes(typesOf(merged) ?? []) === showTypes(found.types)) {
      const { enum: choices } = enumKeyword(found, this.#options);
      if (choices === undefined) return;
      merged['enum'] = choices;
      this.#change('narrower', path, `any text → enum of ${choices.length}`, true);
    }
  }

  #mergeProperties(merged: Record<string, unknown>, node: RecordSchema, found: FoundType, path: string): void {
    const { fields = new Map<string, FoundType>() } = found;
    const properties = new Map(Object.entries(node.properties ?? {}));
    const isMap = found.isMap === true && path !== '';
    for (const [name, property] of properties) {
      const field = fields.get(name);
      if (field !== undefined) properties.set(name, this.#merge(property, field, fieldPath(path, name)));
      else if (!isMap) this.#change('unseen', fieldPath(path, name), 'in the schema, but not found', false);
    }
    const others = [...fields].filter(([name]) => !properties.has(name));
    const [first, ...more] = others.map(([, field]) => field);
    if (first !== undefined && isJsonObject(node.additionalProperties)) {
      const all = more.reduce(joinFound, first);
      merged['additionalProperties'] = this.#merge(node.additionalProperties, all, fieldPath(path, '*'));
      return this.#keepProperties(merged, node, properties);
    }
    for (const [name, field] of isMap ? [] : others) {
      const schema = schemaOf(field, this.#options);
      if (schema === undefined) {
        this.#change('untyped', fieldPath(path, name), 'never anything but null', false);
      } else {
        properties.set(name, schema);
        this.#change('added', fieldPath(path, name), showTypes(field.types), true);
      }
    }
    if (node.additionalProperties === undefined && node.properties === undefined) merged['additionalProperties'] = true;
    this.#keepProperties(merged, node, properties);
  }

  #keepProperties(
    merged: Record<string, unknown>,
    node: RecordSchema,
    properties: ReadonlyMap<string, RecordSchema | boolean>,
  ): void {
    if (node.properties !== undefined || properties.size > 0) merged['properties'] = Object.fromEntries(properties);
  }

  #mergeRequired(merged: Record<string, unknown>, node: RecordSchema, { always }: FoundType, path: string): void {
    if (always === undefined) return;
    const required = node.required ?? [];
    const kept = required.filter((name) => always.has(name));
    for (const name of required.filter((one) => !always.has(one))) {
      this.#change('widened', fieldPath(path, name), 'no longer required', true);
    }
    const wanted = path === '' ? this.#options.required : [];
    const more = wanted.filter((name) => always.has(name) && !required.includes(name));
    for (const name of more) this.#change('narrower', fieldPath(path, name), 'required', this.#options.narrow);
    const all = this.#options.narrow ? [...kept, ...more] : kept;
    if (all.length > 0) merged['required'] = all;
    else if (node.required !== undefined && required.length > 0) delete merged['required'];
  }

  #change(kind: SchemaChange['kind'], field: string, text: string, isWritten: boolean): void {
    this.#changes.push({ kind, field, text, isWritten });
  }
}

/** Tells whether a schema is one that changes can be made to. */
function isMergeable(node: unknown): node is RecordSchema {
  return isJsonObject(node) && !Array.isArray(node['items']) && !BY_HAND.some((keyword) => keyword in node);
}

function isEmpty(node: unknown): boolean {
  return isJsonObject(node) && Object.keys(node).length === 0;
}

/** `#/definitions/line` → `definitions` and `line`. `undefined` for a reference to anything else. */
function definitionOf(ref: string): [keyword: string, name: string] | undefined {
  const [, keyword, name] = /^#\/(definitions|\$defs)\/([^/]+)$/.exec(ref) ?? [];
  if (keyword === undefined || name === undefined) return undefined;
  return [keyword, decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')];
}
