import { placeOf, type SchemaNode, typesOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { isObject } from '../subject/json-shapes.ts';
import { specNodes } from './spec-nodes.ts';

export const specOneOf: ConnectorTest = {
  name: 'spec-one-of',
  group: 'spec',
  proves: 'Each oneOf stands in an object, and its options are told apart by exactly one property with a const.',
  advice:
    'Give every option one property of the same name, such as "auth_type", with a const of its own, and neither a default nor an enum.',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(...nodes.flatMap(problemsOf));
  },
};

function problemsOf(node: SchemaNode): string[] {
  const options = node.schema['oneOf'];
  if (!Array.isArray(options)) return [];
  const place = `the oneOf of ${placeOf(node)}`;
  const problems = typesOf(node.schema).includes('object') ? [] : [`${place} stands in no "type": "object"`];
  const properties = options.map((option) =>
    isObject(option) && isObject(option['properties']) ? option['properties'] : undefined,
  );
  const without = properties.findIndex((option) => option === undefined);
  if (without !== -1) return [...problems, `option ${without + 1} of ${place} has no properties`];
  const [first = {}, ...others] = properties as Record<string, unknown>[];
  const shared = Object.keys(first).filter(
    (name) => isConst(first[name]) && others.every((option) => isConst(option[name])),
  );
  const [name] = shared;
  if (name === undefined || shared.length > 1) {
    const found = name === undefined ? 'no property' : `the properties ${shared.join(', ')}`;
    return [...problems, `the options of ${place} share ${found} with a const: it must be exactly one`];
  }
  const discriminators = [first, ...others].map((option) => option[name] as Record<string, unknown>);
  const values = discriminators.map((property) => JSON.stringify(property['const']));
  if (new Set(values).size < values.length) {
    problems.push(`two options of ${place} have the same const in "${name}": ${values.join(', ')}`);
  }
  for (const keyword of ['default', 'enum']) {
    if (discriminators.some((property) => keyword in property)) {
      problems.push(`"${name}" in the options of ${place} has "${keyword}" besides its const`);
    }
  }
  return problems;
}

function isConst(property: unknown): boolean {
  return isObject(property) && 'const' in property;
}
