import { expect, test } from 'vitest';

import { GraphqlError } from './graphql-error.ts';
import { parseQuery } from './parse-query.ts';

const leaf = (name: string) => ({ name, alias: name, args: {}, fields: [] });

test.each([
  ['{ a b, c }', [leaf('a'), leaf('b'), leaf('c')]],
  ['query { a { b } }', [{ ...leaf('a'), fields: [leaf('b')] }]],
  ['query Named($n: Int! = 3, $ids: [ID!]) { a }', [leaf('a')]],
  ['{ x: a }', [{ ...leaf('a'), alias: 'x' }]],
  [
    '{ a(n: $n, t: "x\\"y", i: -2, f: 1.5, b: true, z: null, e: DESC, m: $missing) }',
    [{ ...leaf('a'), args: { n: 7, t: 'x"y', i: -2, f: 1.5, b: true, z: null, e: 'DESC', m: undefined } }],
  ],
  ['# a comment\n{ a # another\n }', [leaf('a')]],
])('reads %s', (query, fields) => {
  expect(parseQuery(query, { n: 7 })).toEqual(fields);
});

test.each([
  ['', '<EOF>'],
  ['{ a ', '<EOF>'],
  ['{ a } }', '"}"'],
  ['mutation { a }', '"mutation"'],
  ['{ ...Parts }', '"..."'],
  ['{ a(n: ) }', '")"'],
  ['query ($n: Int', '<EOF>'],
  ['{ a ; }', '";"'],
])('refuses %s', (query, found) => {
  expect(() => parseQuery(query, {})).toThrow(
    new GraphqlError('GRAPHQL_PARSE_FAILED', `Syntax Error: Unexpected ${found}.`),
  );
});
