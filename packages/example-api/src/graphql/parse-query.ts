import { GraphqlError } from './graphql-error.ts';

/** A field that a query asks for. */
export interface Field {
  readonly name: string;
  /** The name it has in the answer. */
  readonly alias: string;
  /** The values of its arguments, with those of the variables put in. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What is asked of the object it gives; empty for a value that is none. */
  readonly fields: readonly Field[];
}

const TOKEN =
  /\s*(?:#[^\n]*\s*|,\s*)*(?<token>\.\.\.|[{}()[\]:$!=@]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|$)/y;

/**
 * Reads a query: one operation with its variables, aliases and arguments. What a demonstration does not need (fragments,
 * directives, mutations) it refuses.
 * @throws {@link GraphqlError} with the code `GRAPHQL_PARSE_FAILED`
 */
export function parseQuery(text: string, variables: Readonly<Record<string, unknown>>): readonly Field[] {
  const tokens = tokenize(text);
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (): string => tokens[at++] ?? '';
  const expect = (token: string): void => {
    const found = take();
    if (found !== token) throw unexpected(found);
  };
  const name = (): string => {
    const found = take();
    if (!/^[A-Za-z_]/.test(found)) throw unexpected(found);
    return found;
  };

  const value = (): unknown => {
    const token = take();
    if (token === '$') return variables[name()];
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (/^["\d-]/.test(token)) return JSON.parse(token);
    if (/^[A-Za-z_]/.test(token)) return token;
    throw unexpected(token);
  };

  const args = (): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    if (peek() !== '(') return values;
    expect('(');
    while (peek() !== ')') {
      const argument = name();
      expect(':');
      values[argument] = value();
    }
    expect(')');
    return values;
  };

  const fields = (): Field[] => {
    const found: Field[] = [];
    expect('{');
    while (peek() !== '}') {
      const alias = name();
      let fieldName = alias;
      if (peek() === ':') {
        expect(':');
        fieldName = name();
      }
      found.push({ name: fieldName, alias, args: args(), fields: peek() === '{' ? fields() : [] });
    }
    expect('}');
    return found;
  };

  if (peek() === 'query') {
    take();
    if (peek() !== '(' && peek() !== '{') name();
    // The types of variables are believed.
    if (peek() === '(') while (take() !== ')') if (peek() === '') throw unexpected('');
  }
  const root = fields();
  if (peek() !== '') throw unexpected(peek());
  return root;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.groups?.['token'];
    if (token === undefined) throw unexpected(text.slice(start).trim().charAt(0));
    if (token === '') return tokens;
    tokens.push(token);
  }
}

function unexpected(token: string): GraphqlError {
  const found = token === '' ? '<EOF>' : `"${token}"`;
  return new GraphqlError('GRAPHQL_PARSE_FAILED', `Syntax Error: Unexpected ${found}.`);
}
