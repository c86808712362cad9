import { isJsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import { jsonSchemaOf } from './find-records.ts';
import type { OpenApiDocument, OpenApiNode } from './open-document.ts';

/** What in a document describes the records of a stream; only one of them is given. */
export interface OpenApiPlace {
  /** `/orders`, of which GET is meant, or `POST /orders/search`. */
  readonly path: string | undefined;
  readonly operation: string | undefined;
  /** A name under `components/schemas`. */
  readonly schema: string | undefined;
}

/** Part of a document that was found by its name. */
export interface FoundPlace {
  readonly schema: unknown;
  /** `GET /orders`, or the name of a schema. */
  readonly label: string;
  /** It is that of a response, in which the records are still to be found. */
  readonly isResponse: boolean;
}

interface Operation {
  readonly label: string;
  readonly path: string;
  readonly method: string;
  readonly id: string | undefined;
  readonly node: OpenApiNode;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'query'];
const MOST_SHOWN = 8;

/**
 * Finds what describes the records of a stream. Without a place it is the GET whose path ends in the name of the stream.
 *
 * @throws CommandError that lists what there is.
 */
export function findPlace(document: OpenApiDocument, place: OpenApiPlace, stream: string): FoundPlace {
  if (place.schema !== undefined) return findSchema(document, place.schema);
  const operations = operationsOf(document);
  const matching = operations.filter(matcherOf(place, stream));
  const [operation, ...more] = exactFirst(matching, place.path);
  const asked = place.operation ?? place.path ?? stream;
  if (operation === undefined) {
    throw new CommandError(`The document has no operation for "${asked}". ${listOf(closest(operations, asked))}`);
  }
  if (more.length > 0) {
    throw new CommandError(`Several operations are for "${asked}". ${listOf(matching)}`, { exitCode: 2 });
  }
  return { schema: responseSchema(document, operation), label: operation.label, isResponse: true };
}

function findSchema({ root }: OpenApiDocument, name: string): FoundPlace {
  const components = isJsonObject(root['components']) ? root['components'] : {};
  const schemas = isJsonObject(components['schemas']) ? components['schemas'] : {};
  if (Object.hasOwn(schemas, name)) {
    return { schema: { $ref: `#/components/schemas/${escapeToken(name)}` }, label: name, isResponse: false };
  }
  const alike = Object.keys(schemas).filter((other) => other.toLowerCase().includes(name.toLowerCase()));
  const shown = (alike.length > 0 ? alike : Object.keys(schemas)).slice(0, MOST_SHOWN).join(', ');
  throw new CommandError(`The document has no schema "${name}". It has: ${shown}`);
}

function operationsOf(document: OpenApiDocument): Operation[] {
  const paths = isJsonObject(document.root['paths']) ? document.root['paths'] : {};
  return Object.entries(paths).flatMap(([path, item]) => {
    const { node: methods } = document.resolve(item);
    return METHODS.flatMap((method): Operation[] => {
      const node = methods[method];
      if (!isJsonObject(node)) return [];
      const id = typeof node['operationId'] === 'string' ? node['operationId'] : undefined;
      return [{ label: `${method.toUpperCase()} ${path}`, path, method, id, node }];
    });
  });
}

function matcherOf({ path: asked, operation }: OpenApiPlace, stream: string): (operation: Operation) => boolean {
  if (operation !== undefined) return ({ id }) => id === operation;
  if (asked === undefined) {
    const name = stream.replaceAll('-', '_').toLowerCase();
    return ({ method, path }) =>
      method === 'get' && path.split('/').at(-1)?.replaceAll('-', '_').toLowerCase() === name;
  }
  const [, verb = 'GET', path = asked] = /^(?:([A-Za-z]+) +)?(\S+)$/.exec(asked) ?? [];
  const wanted = withoutNames(path);
  return (one) =>
    one.method === verb.toLowerCase() &&
    (withoutNames(one.path) === wanted || withoutNames(one.path).endsWith(`/${wanted.replace(/^\//, '')}`));
}

/** The names of parameters do not matter. */
function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/$/, '');
}

/** `/orders` is meant before `/admin/orders`. */
function exactFirst(operations: readonly Operation[], asked: string | undefined): readonly Operation[] {
  const path = withoutNames(asked?.split(' ').at(-1) ?? '');
  const exact = operations.filter((operation) => withoutNames(operation.path) === path);
  return exact.length > 0 ? exact : operations;
}

function responseSchema(document: OpenApiDocument, { node, label }: Operation): unknown {
  const responses = isJsonObject(node['responses']) ? node['responses'] : {};
  const statuses = Object.keys(responses);
  const status = ['200', ...statuses.filter((one) => one.startsWith('2')), 'default'].find((one) => one in responses);
  const schema = status === undefined ? undefined : jsonSchemaOf(document.resolve(responses[status]).node);
  if (schema !== undefined) return schema;
  throw new CommandError(`${label} describes no JSON that it answers with.`);
}

function closest(operations: readonly Operation[], asked: string): readonly Operation[] {
  const words = asked
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word.length > 2);
  const alike = operations.filter(({ label, id = '' }) =>
    words.some((word) => `${label} ${id}`.toLowerCase().includes(word)),
  );
  return alike.length > 0 ? alike : operations;
}

function listOf(operations: readonly Operation[]): string {
  const shown = operations
    .slice(0, MOST_SHOWN)
    .map(({ label, id }) => (id === undefined ? `--path "${label}"` : `--operation ${id} (${label})`));
  const more = operations.length > MOST_SHOWN ? [`… and ${operations.length - MOST_SHOWN} more`] : [];
  return operations.length === 0 ? 'It has none.' : `There are:\n  ${[...shown, ...more].join('\n  ')}`;
}

function escapeToken(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
