// Holds the documents to the code: every TypeScript block is a compiled file or a region of one, every relative link leads
// somewhere, and the connectors that the README counts are as short as it says. `UPDATE_DOCS=1 vitest run docs` writes the
// blocks anew from their files. The examples themselves are run by the tests beside them.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const allDocuments = globSync(['{,docs/**/,{packages,templates}/*/,bench/,templates/}*.md'], { cwd: root }).toSorted();
const ownDocuments = allDocuments.filter(
  (path) =>
    path === 'README.md' || path.startsWith('docs/') || /^packages\/(?:cdk|source-example)\/README\.md$/.test(path),
);

const BLOCK = /(?:<!-- (?<reference>\S+) -->\n\n?)?^(?<fence>```+)(?<language>\w*)[^\n]*\n(?<code>[^]*?)^\k<fence>$/gm;
const REGION_COMMENT = /^ *\/\/ #(?:region|endregion).*\n/gm;

/** The text of `file` or `file#region`: dedented, without region comments. */
function codeAt(reference: string): string {
  const [file = '', region] = reference.split('#');
  const text = readFileSync(join(root, file), 'utf8');
  if (region === undefined) return text.replace(REGION_COMMENT, '');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  if (start === -1) throw new Error(`${file} has no region "${region}"`);
  let depth = 1;
  const length = lines.slice(start + 1).findIndex((line) => {
    if (line.trim().startsWith('// #region')) depth++;
    if (line.trim() === '// #endregion') depth--;
    return depth === 0;
  });
  if (length === -1) throw new Error(`Region "${region}" of ${file} does not end`);
  const body = lines.slice(start + 1, start + 1 + length);
  const indent = Math.min(...body.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return `${body.map((line) => line.slice(indent)).join('\n')}\n`.replace(REGION_COMMENT, '');
}

interface Block {
  /** Its document and line. */
  readonly place: string;
  readonly reference: string | undefined;
  readonly code: string;
}

function typeScriptBlocks(document: string): Block[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(BLOCK)].flatMap(({ index, groups }) =>
    groups?.['language'] === 'ts' || groups?.['language'] === 'typescript'
      ? [
          {
            place: `${document}:${text.slice(0, index).split('\n').length}`,
            reference: groups['reference'],
            code: groups['code'] ?? '',
          },
        ]
      : [],
  );
}

if (process.env['UPDATE_DOCS'] === '1') {
  for (const document of ownDocuments) {
    const path = join(root, document);
    const text = readFileSync(path, 'utf8');
    const updated = text.replace(BLOCK, (block, reference: string | undefined, fence: string, language) => {
      if (reference === undefined || language !== 'ts') return block;
      const start = block.indexOf('\n', block.indexOf(fence)) + 1;
      return `${block.slice(0, start)}${codeAt(reference)}${fence}`;
    });
    if (updated !== text) writeFileSync(path, updated);
  }
}

describe('TypeScript blocks', () => {
  test.each(ownDocuments.flatMap(typeScriptBlocks))('$place shows $reference as it is', ({ reference, code }) => {
    if (reference === undefined)
      throw new Error('A ts block needs <!-- file.ts --> or <!-- file.ts#region --> before it');
    expect(code).toBe(codeAt(reference));
  });
});

describe('relative links', () => {
  test.each(allDocuments)('%s', (document) => {
    const prose = readFileSync(join(root, document), 'utf8')
      .replace(BLOCK, '')
      .replace(/`[^`\n]*`/g, '');
    const targets = [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
    const broken = targets.filter((target) => !/^[a-z]+:/i.test(target) && !leadsSomewhere(document, target));
    expect(broken).toEqual([]);
  });
});

test('the README leads to every guide and concept', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const pages = allDocuments.filter((path) => path.startsWith('docs/'));
  expect(pages.filter((path) => !readme.includes(`](${path})`))).toEqual([]);
});

function leadsSomewhere(document: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? document : relative(root, join(root, dirname(document), path));
  const isThere = globSync(file, { cwd: root }).length === 1;
  return isThere && (heading === undefined || headings(file).includes(heading));
}

/** The anchors of a document, as GitHub makes them. */
function headings(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8').replace(BLOCK, '');
  return [...text.matchAll(/^#+ (?<title>.*)$/gm)].map(({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the connectors that the README counts', () => {
  const linesOf = (file: string): number =>
    readFileSync(join(import.meta.dirname, 'examples', file), 'utf8')
      .replace(/^import [^;]*;\n/gm, '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

  test('a full refresh with cursor paging and a bearer token takes 15 lines', () => {
    expect(linesOf('invoices.ts')).toBeLessThanOrEqual(15);
  });

  test('made incremental it takes 20 at most', () => {
    expect(linesOf('invoices-incremental.ts')).toBeLessThanOrEqual(20);
  });

  test('OAuth with a refresh token takes 6 more than a bearer token', () => {
    expect(linesOf('invoices-oauth.ts') - linesOf('invoices.ts')).toBeLessThanOrEqual(6);
  });

  test('a child stream takes 7 more', () => {
    expect(linesOf('invoice-lines.ts') - linesOf('invoices-incremental.ts')).toBeLessThanOrEqual(7);
  });
});
