import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, jsonTypeOf } from '../protocol/json.ts';
import type { ConnectorSpecification } from '../protocol/spec.ts';
import { requireSchema } from './require-schema.ts';
import type { Source } from './source.ts';

/** The spec of a source. @throws ConnectorError when it lacks what makes it one. */
export async function specOf(source: Source<any>): Promise<ConnectorSpecification> {
  const spec: unknown = await source.spec();
  if (isJsonObject(spec) && isJsonObject(spec['connectionSpecification'])) {
    requireSchema(spec['connectionSpecification'], 'The connectionSpecification of the spec');
    return spec as unknown as ConnectorSpecification;
  }
  const found = isJsonObject(spec)
    ? `connectionSpecification is ${jsonTypeOf(spec['connectionSpecification'])}`
    : jsonTypeOf(spec);
  throw new ConnectorError(`spec() must give an object whose connectionSpecification is a JSON Schema, got ${found}`);
}
