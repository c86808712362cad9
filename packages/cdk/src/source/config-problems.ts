import type { ErrorObject } from 'ajv';
import { isJsonObject, type JsonObject, jsonTypeOf, type JsonSchema, showValue } from '../protocol/json.ts';
import { asJson, compileSchema } from './json-schema-validator.ts';
import { secretValues } from './secret-values.ts';

/**
 * Everything that is wrong with a config, one sentence each: where, what was expected, and what was found unless that is
 * a secret. Empty when the config is valid.
 *
 * @throws ConnectorError when the spec's schema is no valid JSON Schema.
 */
export async function configProblems(schema: JsonSchema, config: JsonObject): Promise<string[]> {
  const validate = await compileSchema(schema, 'The connectionSpecification of the spec');
  const json = asJson(config);
  if (validate(json)) return [];
  const errors = withoutOtherOptions(validate.errors ?? []);
  const secrets = new Set(secretValues(schema, json));
  // Of an option that has none as well: what stands in its place may be the secret of another.
  const secretPlaces = new Set(
    (validate.errors ?? [])
      .filter(({ parentSchema }) => hasSecrets(parentSchema))
      .map(({ instancePath }) => instancePath),
  );
  const isSecret = ({ data, instancePath }: ErrorObject): boolean =>
    secrets.has(String(data)) || secretPlaces.has(instancePath);
  return [...new Set(errors.map((error) => describeError(error, isSecret(error))))];
}

function describeError(error: ErrorObject, isSecret: boolean): string {
  const { keyword, params } = error;
  const found = isSecret ? '' : `, got ${showFound(error.data)}`;
  switch (keyword) {
    case 'required':
      return `${pathOf(error, params['missingProperty'] as string)} is required`;
    case 'additionalProperties':
      return `${pathOf(error, params['additionalProperty'] as string)} is not a known setting`;
    case 'type':
      return `${pathOf(error)} must be ${[params['type']].flat().map(withArticle).join(' or ')}${found}`;
    case 'format':
      return `${pathOf(error)} must be ${formatName(params['format'] as string)}${found}`;
    case 'enum':
      return `${pathOf(error)} must be one of ${(params['allowedValues'] as unknown[]).map((value) => showValue(value)).join(', ')}${found}`;
    case 'const':
      return `${pathOf(error)} must be ${showValue(params['allowedValue'])}${found}`;
    case 'pattern':
      return `${pathOf(error)} must match the pattern ${String(params['pattern'])}${found}`;
    case 'minLength':
      return params['limit'] === 1
        ? `${pathOf(error)} must not be empty`
        : `${pathOf(error)} ${lengthRule('at least', params)}${found}`;
    case 'maxLength':
      return `${pathOf(error)} ${lengthRule('at most', params)}${found}`;
    case 'minimum':
      return `${pathOf(error)} must be at least ${String(params['limit'])}${found}`;
    case 'maximum':
      return `${pathOf(error)} must be at most ${String(params['limit'])}${found}`;
    case 'oneOf':
      return `${pathOf(error)} must be exactly one of its options`;
    default:
      return `${pathOf(error)} ${error.message}${found}`;
  }
}

function lengthRule(bound: string, params: Record<string, unknown>): string {
  return `must have ${bound} ${String(params['limit'])} characters`;
}

function pathOf(error: ErrorObject, property?: string): string {
  const tokens = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = [...tokens, ...(property === undefined ? [] : [property])].join('.');
  return path === '' ? 'The config' : `"${path}"`;
}

/** Also where the secret stands deeper down: text in place of an object of credentials is a secret in the wrong place. */
function hasSecrets(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasSecrets);
  return isJsonObject(schema) && (schema['airbyte_secret'] === true || Object.values(schema).some(hasSecrets));
}

/** Objects and lists may hold secrets deeper down: only their type is shown. */
function showFound(value: unknown): string {
  return typeof value === 'object' && value !== null ? withArticle(jsonTypeOf(value)) : showValue(value, 80);
}

function withArticle(type: unknown): string {
  if (type === 'null') return 'null';
  const name = String(type);
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}

function formatName(format: string): string {
  if (format === 'date' || format === 'date-time') return `an ISO 8601 ${format === 'date' ? 'date' : 'date and time'}`;
  return withArticle(format === 'uri' ? 'URL' : format);
}

/**
 * A `oneOf` that fails reports the errors of all its options. Kept are those of the option that the user chose, which is the
 * one whose `const` fits; when none does, one error that lists the choices.
 */
function withoutOtherOptions(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  for (const oneOf of errors.filter(
    ({ keyword, params }) => keyword === 'oneOf' && params['passingSchemas'] === null,
  )) {
    const inside = kept.filter(({ schemaPath }) => schemaPath.startsWith(`${oneOf.schemaPath}/`));
    const optionOf = ({ schemaPath }: ErrorObject): string =>
      schemaPath.slice(oneOf.schemaPath.length + 1).split('/')[0] ?? '';
    const wrongConsts = inside.filter(({ keyword }) => keyword === 'const');
    const ruledOut = new Set(wrongConsts.map(optionOf));
    const chosen = inside.filter((error) => !ruledOut.has(optionOf(error)));
    if (chosen.length > 0) {
      kept = kept.filter((error) => error !== oneOf && (!inside.includes(error) || chosen.includes(error)));
    } else if (wrongConsts[0] !== undefined) {
      const choices = {
        ...wrongConsts[0],
        keyword: 'enum',
        params: { allowedValues: wrongConsts.map(({ params }) => params['allowedValue']) },
      };
      kept = [...kept.filter((error) => error !== oneOf && !inside.includes(error)), choices];
    }
  }
  return kept;
}
