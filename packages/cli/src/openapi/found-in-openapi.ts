import { isJsonObject } from '@headwater/cdk/protocol';
import { fieldPath, itemsPath } from '../schemas/schema-change.ts';
import { type FoundType, joinFound } from '../schemas/found-type.ts';
import { JSON_TYPES, type JsonType, joinTypes, typeOfValue } from '../schemas/json-type.ts';
import { meetFound } from '../schemas/meet-found.ts';
import { isKnownFormat } from '../schemas/string-format.ts';
import type { OpenApiDocument, OpenApiNode } from './open-document.ts';

/** Objects in objects in objects: further down nobody looks, and documents that refer to each other never end. */
const DEEPEST = 7;
const MOST_FIELDS = 3000;

export interface OpenApiFinding {
  readonly found: FoundType;
  /** Paths at which it was left off, because a schema holds itself or is very deep; there, objects may be anything. */
  readonly leftOff: readonly string[];
}

/** What a schema of an OpenAPI document says about values that an API sends. */
export function foundInOpenApi(document: OpenApiDocument, schema: unknown): OpenApiFinding {
  const reader = new SchemaReader(document);
  return { found: reader.read(schema, { path: '', depth: 0, open: [] }), leftOff: reader.leftOff };
}

interface Place {
  readonly path: string;
  readonly depth: number;
  /** The references that lead here. */
  readonly open: readonly string[];
}

class SchemaReader {
  readonly leftOff: string[] = [];
  readonly #document: OpenApiDocument;
  #fields = 0;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  read(schema: unknown, place: Place): FoundType {
    const { node, ref } = this.#document.resolve(schema);
    if (ref === undefined) return this.#readNode(node, place);
    if (place.open.includes(ref)) return this.#leaveOff(node, place);
    const found = this.#readNode(node, { ...place, open: [...place.open, ref] });
    const { title, description } = schema as OpenApiNode;
    const [, name] = /#\/components\/schemas\/([^/]+)$/.exec(ref) ?? [];
    return withTexts(
      found,
      // The name under which the document knows it is better than none.
      textOf(title) ?? found.title ?? name,
      textOf(description) ?? found.description,
    );
  }

  #readNode(node: OpenApiNode, place: Place): FoundType {
    let found = this.#readOwn(node, place);
    const parts = listOf(node['allOf']).map((part) => this.read(part, place));
    const options = [...listOf(node['oneOf']), ...listOf(node['anyOf'])].map((option) => this.read(option, place));
    const choices = options.filter(({ types }) => types.join() !== 'null');
    // A part of several does not give its name to the whole.
    const isWhole = parts.length + choices.length === 1 && found.fields === undefined;
    const [first, ...more] = options;
    if (first !== undefined) parts.push(more.reduce(joinFound, first));
    for (const part of parts) found = meetFound(found, isWhole ? part : withoutName(part));
    return node['nullable'] === true ? { ...found, types: joinTypes(found.types, ['null']) } : found;
  }

  /** Of the node's own keywords, without what it is combined with. */
  #readOwn(node: OpenApiNode, place: Place): FoundType {
    const types = typesOf(node);
    const choices = node['const'] === undefined ? listOf(node['enum']) : [node['const']];
    const texts = choices.filter((choice) => typeof choice === 'string');
    const format = textOf(node['format']);
    const found = {
      types,
      ...(format !== undefined && isKnownFormat(format) ? { formats: [format] } : {}),
      ...(texts.length > 0 ? { texts: texts.toSorted(), isEnum: true } : {}),
      ...(types.includes('object') ? this.#readFields(node, place) : {}),
      ...(types.includes('array')
        ? { items: this.read(node['items'], { ...place, path: itemsPath(place.path) }) }
        : {}),
    };
    return withTexts(found, textOf(node['title']), textOf(node['description']));
  }

  #readFields(node: OpenApiNode, place: Place): Pick<FoundType, 'fields'> {
    const properties = isJsonObject(node['properties']) ? Object.entries(node['properties']) : [];
    if (properties.length === 0) return {};
    if (place.depth === DEEPEST || this.#fields > MOST_FIELDS) return this.#leaveOff(node, place);
    const fields = new Map<string, FoundType>();
    for (const [name, property] of properties) {
      // Sent to the API, and never back.
      if (this.#document.resolve(property).node['writeOnly'] === true) continue;
      this.#fields++;
      fields.set(name, this.read(property, { ...place, path: fieldPath(place.path, name), depth: place.depth + 1 }));
    }
    return { fields };
  }

  #leaveOff(node: OpenApiNode, { path }: Place): FoundType {
    this.leftOff.push(path);
    const types = typesOf(node);
    return { types: types.length > 0 ? types : ['object'] };
  }
}

/** Of version 3.0 and 3.1: one type or a list, or what the other keywords are about. */
function typesOf(node: OpenApiNode): readonly JsonType[] {
  const named = [node['type']].flat().filter((type): type is JsonType => JSON_TYPES.includes(type as JsonType));
  const choices = node['const'] === undefined ? listOf(node['enum']) : [node['const']];
  if (named.length > 0) return joinTypes(named, choices.includes(null) ? ['null'] : []);
  if (choices.length > 0) return choices.map(typeOfValue).reduce<JsonType[]>((all, type) => joinTypes(all, [type]), []);
  if (isJsonObject(node['properties']) || isJsonObject(node['additionalProperties'])) return ['object'];
  return node['items'] === undefined ? [] : ['array'];
}

function withoutName({ title: _title, description: _description, ...found }: FoundType): FoundType {
  return found;
}

function withTexts(found: FoundType, title: string | undefined, description: string | undefined): FoundType {
  return {
    ...found,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
