import { expect, test } from 'vitest';
import { rejectionOf } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { specOf } from './spec-of.ts';
import type { Source } from './source.ts';

test.each<[unknown, string]>([
  [undefined, 'spec() must give an object whose connectionSpecification is a JSON Schema, got nothing'],
  [[], 'spec() must give an object whose connectionSpecification is a JSON Schema, got array'],
  [
    { connectionSpecification: 'x' },
    'spec() must give an object whose connectionSpecification is a JSON Schema, got connectionSpecification is string',
  ],
  [
    { connectionSpecification: { properties: { url: { type: 'objekt' } } } },
    'The connectionSpecification of the spec is not a valid JSON Schema: #/properties/url/type must be of array, boolean, ' +
      'integer, null, number, object, string, got "objekt"',
  ],
  [
    { connectionSpecification: { properties: { url: 'string' } } },
    'The connectionSpecification of the spec is not a valid JSON Schema: #/properties/url must be a schema, got string',
  ],
])('F: a spec that is none is named before it goes out: %j', async (spec, message) => {
  const error = await rejectionOf(specOf({ spec: () => spec } as unknown as Source));
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).toBe(message);
});
