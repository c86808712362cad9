import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '../src');

interface Module {
  readonly file: string;
  readonly folder: string;
  readonly text: string;
  /** Files of this package that it imports, types included. */
  readonly imports: readonly string[];
}

const modules: Module[] = globSync('**/*.ts', { cwd: src })
  .filter((file) => !/\.test(-d)?\.ts$/.test(file))
  .map((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier]) => specifier ?? '');
    const imports = specifiers.map((specifier) => relative(src, join(src, dirname(file), specifier)));
    return { file, folder: file.includes('/') ? (file.split('/')[0] ?? '') : '.', text, imports };
  });

/** What each folder may import besides itself. Arguments go down, records come up, and nothing goes sideways. */
const allowed: Record<string, readonly string[]> = {
  protocol: [],
  '.': ['source', 'cli', 'http', 'output', 'streams', 'errors', 'protocol', 'logger.ts'],
  errors: ['protocol', 'logger.ts'],
  streams: ['errors', 'protocol', 'logger.ts'],
  http: ['streams', 'errors', 'protocol', 'logger.ts'],
  output: ['errors', 'protocol', 'logger.ts'],
  source: ['streams', 'errors', 'protocol', 'logger.ts'],
  cli: ['source', 'output', 'streams', 'errors', 'protocol', 'logger.ts'],
  testing: ['source', 'output', 'streams', 'errors', 'protocol', 'logger.ts', 'http', 'cli'],
};

test('the sources are found', () => {
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

test('imports run one way', () => {
  const wrong = modules
    .filter(({ file }) => file !== 'logger.ts')
    .flatMap(({ file, folder, imports }) =>
      imports
        .filter((target) => {
          const to = target.includes('/') ? (target.split('/')[0] ?? '') : target;
          return to !== folder && !(allowed[folder] ?? []).includes(to);
        })
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('logger.ts imports nothing', () => {
  expect(modules.find(({ file }) => file === 'logger.ts')?.imports).toEqual([]);
});

test('there is no import cycle, types included', () => {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const target of modules.find((module) => module.file === file)?.imports ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const { file } of modules) visit(file, []);
  expect(cycles).toEqual([]);
});

test('only the entries re-export, and by name', () => {
  const barrels = modules
    .filter(({ text }) => /^export (?:type )?\{[^}]*\} from|^export \*/m.test(text))
    .map(({ file }) => file);
  expect(barrels.toSorted()).toEqual(['index.ts', 'protocol.ts', 'testing/index.ts']);
  expect(modules.filter(({ text }) => /^export \*/m.test(text))).toEqual([]);
});

test('stdout, stderr, the environment, arguments, exits and console belong to output/ and cli/', () => {
  const wrong = modules
    .filter(({ folder }) => folder !== 'output' && folder !== 'cli')
    .filter(({ text }) =>
      /process\.(?:stdout|stderr|argv|exit)|console\./.test(text.replace(/^\s*(?:\*|\/\/).*$/gm, '')),
    )
    .map(({ file }) => file);
  expect(wrong).toEqual([]);
  // The runner of the testing entry hands its own environment on to the connector.
  const env = modules.filter(
    ({ folder, text }) => folder !== 'output' && folder !== 'cli' && text.includes('process.env'),
  );
  expect(env.map(({ file }) => file)).toEqual(['testing/run-connector.ts']);
});

test('what is heavy is loaded only when it is needed', () => {
  const isHeavy = (text: string): boolean =>
    /^import (?!type)[^;]*from '(?:got|ajv|ajv-formats|jose[^']*|node:https?|node:tls)'/m.test(text);
  // A file that is itself loaded only when it is needed may import them, and so may those behind it.
  const isNamedByImport = (file: string): boolean =>
    modules.some(({ file: by, text }) =>
      [...text.matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm)].some(
        ([, specifier = '']) => join(dirname(by), specifier) === file && !isLazy(by),
      ),
    );
  const isLazy = (file: string): boolean => !/^(?:testing\/)?index\.ts$/.test(file) && !isNamedByImport(file);
  const wrong = modules.filter(({ file, text }) => isHeavy(text) && !isLazy(file));
  expect(wrong.map(({ file }) => file)).toEqual([]);
  expect(modules.filter(({ text }) => isHeavy(text)).length).toBeGreaterThan(2);
});
