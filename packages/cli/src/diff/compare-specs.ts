import { type ConnectorSpecification, isJsonObject, type JsonObject, type JsonSchema } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { breaking, type Change, harmless } from './change.ts';
import { narrowedBy } from './narrowed-by.ts';

/**
 * What the new version asks of a config that the old one did not: a connection keeps the config that it was made with.
 *
 * @param accepted A config that the new version took. A setting that is required and not in it is one that the version fills in itself.
 */
export function compareSpecs(
  before: ConnectorSpecification,
  after: ConnectorSpecification,
  accepted?: JsonObject,
): Change[] {
  const isSignInSame = canonicalJson(before.advanced_auth ?? null) === canonicalJson(after.advanced_auth ?? null);
  return [
    ...compareSettings(before.connectionSpecification, after.connectionSpecification, '', accepted),
    ...(isSignInSame ? [] : [harmless('sign-in', 'the OAuth flow (advanced_auth) is another one')]),
  ];
}

function compareSettings(before: JsonSchema, after: JsonSchema, path: string, accepted: unknown): Change[] {
  return [
    ...compareValues(before, after, path),
    ...compareProperties(before, after, path, accepted),
    ...compareOptions(before, after, path),
    ...compareItems(before, after, path),
  ];
}

/** What the two say of the value itself. */
function compareValues(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  const changes = narrowedBy(before, after).map((words) => breaking('setting-narrowed', words, { path }));
  const [wasSecret, isSecret] = [before['airbyte_secret'] === true, after['airbyte_secret'] === true];
  if (wasSecret && !isSecret) {
    changes.push(breaking('secret-shown', 'is no longer marked as a secret: it is shown and logged', { path }));
  }
  if (isSecret && !wasSecret) changes.push(harmless('secret-hidden', 'is a secret from now on', { path }));
  const [had, has] = [show(before['default']), show(after['default'])];
  if (had !== has) changes.push(harmless('setting-default', `default ${had} → ${has}`, { path }));
  return changes;
}

function compareProperties(before: JsonSchema, after: JsonSchema, path: string, accepted: unknown): Change[] {
  const [had, has] = [propertiesOf(before), propertiesOf(after)];
  const [neededBefore, neededNow] = [requiredBy(before), requiredBy(after)];
  const isClosed = after['additionalProperties'] === false;
  const values = isJsonObject(accepted) ? accepted : undefined;
  return [...new Set([...Object.keys(had), ...Object.keys(has), ...neededNow])].flatMap((name) => {
    const place = { path: join(path, name) };
    const [old, now] = [had[name], has[name]];
    const isNewlyNeeded = neededNow.includes(name) && !neededBefore.includes(name);
    const isFilledIn = values !== undefined && values[name] === undefined;
    const changes: Change[] = [];
    if (isNewlyNeeded && isFilledIn) {
      changes.push(harmless('setting-required', 'is required; a config without it was accepted', place));
    } else if (isNewlyNeeded) changes.push(breaking('setting-required', 'is required from now on', place));
    if (old === undefined && !isNewlyNeeded) changes.push(harmless('setting-added', 'is new', place));
    if (old !== undefined && now === undefined) {
      changes.push(
        isClosed
          ? breaking('setting-removed', 'is gone, and configs that have it are refused', place)
          : harmless('setting-removed', 'is gone', place),
      );
    }
    if (old === undefined || now === undefined) return changes;
    return [...changes, ...compareSettings(old, now, place.path, values?.[name])];
  });
}

/** The options of a `oneOf`, told apart by the `const` that each has. */
function compareOptions(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  const [had, has] = [optionsOf(before), optionsOf(after)];
  if (had.size === 0 && has.size === 0) return [];
  const changes: Change[] = [];
  for (const [name, option] of had) {
    const now = has.get(name);
    const place = `${path}(${name})`;
    if (now !== undefined) changes.push(...compareSettings(option, now, place, undefined));
    else if (has.size > 0) changes.push(breaking('setting-narrowed', `no longer takes the option ${name}`, { path }));
  }
  for (const name of has.keys()) {
    if (!had.has(name) && had.size > 0) changes.push(harmless('setting-added', `option ${name} is new`, { path }));
  }
  if (had.size === 0)
    changes.push(breaking('setting-narrowed', 'must be one of several options from now on', { path }));
  return changes;
}

function compareItems({ items: had }: JsonSchema, { items: has }: JsonSchema, path: string): Change[] {
  return isSchema(had) && isSchema(has) ? compareSettings(had, has, `${path}[]`, undefined) : [];
}

function optionsOf({ oneOf }: JsonSchema): Map<string, JsonSchema> {
  const options = Array.isArray(oneOf) ? oneOf.filter(isSchema) : [];
  return new Map(options.map((option, index) => [nameOf(option, index), option]));
}

function nameOf(option: JsonSchema, index: number): string {
  const fixed = Object.values(propertiesOf(option)).find((property) => 'const' in property);
  const name = fixed?.['const'] ?? option['title'] ?? index + 1;
  return typeof name === 'string' ? name : canonicalJson(name);
}

function propertiesOf({ properties }: JsonSchema): Record<string, JsonSchema> {
  return isSchema(properties) ? (properties as Record<string, JsonSchema>) : {};
}

function requiredBy({ required }: JsonSchema): readonly string[] {
  return Array.isArray(required) ? (required as string[]) : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return isJsonObject(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function show(value: unknown): string {
  return value === undefined ? 'none' : canonicalJson(value);
}
