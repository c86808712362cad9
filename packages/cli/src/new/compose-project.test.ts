import { posix } from 'node:path';
import { format } from 'prettier';
import { beforeAll, expect, test } from 'vitest';
import { everyChoice, nameOfChoice } from '../../test/every-choice.ts';
import { PACKAGE_MANAGERS, type ProjectChoices } from './choices.ts';
import { composeProject } from './compose-project.ts';
import { parseProjectName } from './project-name.ts';
import { readTemplate } from './template.ts';

const versions = Object.fromEntries(
  ['@headwater/cdk', '@types/node', 'headwater', 'node', 'typescript', 'vite', 'vitest'].map((name) => [name, '1.2.3']),
);
const plain = { auth: 'bearer', paging: 'token', streams: [], packageManager: 'npm' } as const;
let template: Map<string, string>;

beforeAll(async () => {
  template = await readTemplate();
});

function compose(choices: ProjectChoices, name = '@team/source-google-ads'): Map<string, string> {
  return composeProject(template, { name: parseProjectName(name), choices, versions, definitionId: 'its-own-id' });
}

/** What a file names of the others: by imports, and by links of documents. */
function referencesOf(path: string, text: string): string[] {
  const found = [
    ...(path.endsWith('.ts') ? text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g) : []),
    ...(path.endsWith('.md') ? text.matchAll(/\]\(([^):#]+)\)/g) : []),
  ];
  return found.map(([, target = '']) => posix.join(posix.dirname(path), target));
}

test.each(everyChoice('npm').map((choices) => [nameOfChoice(choices), choices] as const))(
  '%s: names only what is there, and has nothing that is not used',
  (_, choices) => {
    const project = compose(choices);
    const paths = [...project.keys()];
    const named = new Set(
      [...project].flatMap(([path, text]) => referencesOf(path, text).map((target) => target.replace(/\/$/, ''))),
    );
    const missing = [...named].filter((target) => !paths.some((path) => `${path}/`.startsWith(`${target}/`)));
    expect(missing).toEqual([]);

    const unused = paths.filter((path) => /^(?:src|mock|schemas)\//.test(path) && !named.has(path));
    expect(unused).toEqual(['mock/main.ts', 'src/main.ts']);
    for (const text of project.values()) {
      expect(text).not.toMatch(/acme|"catalog:|workspace:|\.(?:auth|paging|package-manager)-/i);
    }
  },
);

test.each(everyChoice('npm').filter(({ auth, paging }) => /none|bearer/.test(auth) && paging === 'page'))(
  'what something was taken out of is formatted as if it had never been there: $auth, $streams',
  async (choices) => {
    const project = compose(choices);
    for (const path of ['src/source.ts', 'mock/api.ts']) {
      const text = project.get(path) ?? '';
      expect(await format(text, { parser: 'typescript', singleQuote: true, printWidth: 120 })).toBe(text);
    }
  },
);

test('a file of each kind stands where its tool looks for it', () => {
  expect([...compose(plain).keys()]).toEqual(
    expect.arrayContaining([
      '.dockerignore',
      '.env.example',
      '.github/workflows/ci.yml',
      '.gitignore',
      '.vscode/launch.json',
      '.vscode/settings.json',
      'AGENTS.md',
      'Dockerfile',
      'README.md',
      'package.json',
      'schemas/customers.json',
      'source-google-ads.js',
      'spec.json',
      'src/generated/config.ts',
      'test/customers.test.ts',
      'tsconfig.json',
    ]),
  );
});

test('the name is everywhere in the form that fits', () => {
  const project = compose(plain);
  expect(JSON.parse(project.get('package.json') ?? '')).toMatchObject({
    name: '@team/source-google-ads',
    bin: { 'source-google-ads': './source-google-ads.js' },
    dependencies: { '@headwater/cdk': '1.2.3' },
    devDependencies: { headwater: '1.2.3', node: '1.2.3' },
  });
  expect(project.get('src/main.ts')).toContain('launch(new GoogleAdsSource()');
  expect(project.get('spec.json')).toContain('"title": "Google Ads"');
  expect(project.get('metadata.yaml')).toMatch(
    /\n {2}definitionId: its-own-id\n[^]*dockerRepository: source-google-ads\n/,
  );
  expect(project.get('config.json')).toContain('${GOOGLE_ADS_API_TOKEN}');
  expect(project.get('.env.example')).toContain('\nGOOGLE_ADS_API_TOKEN=\n');
  expect(project.get('mock/main.ts')).toContain('`GOOGLE_ADS_${name.toUpperCase()}`');
});

test('a name that has the name of the template in it stays what it is', () => {
  const project = compose(plain, '@source-acme/source-acme-ads');
  expect(JSON.parse(project.get('package.json') ?? '')).toMatchObject({
    name: '@source-acme/source-acme-ads',
    bin: { 'source-acme-ads': './source-acme-ads.js' },
  });
  expect(project.get('src/main.ts')).toContain('launch(new AcmeAdsSource()');
  expect(project.get('README.md')).toMatch(/^# source-acme-ads\n\nReads Acme Ads and /);
  expect(project.get('.env.example')).toContain('\nACME_ADS_API_TOKEN=\n');
});

test.each(PACKAGE_MANAGERS)('%s is the only package manager that the project names', (packageManager) => {
  const project = compose({ ...plain, packageManager });
  // These install a package manager, or ask npm's registry for one.
  const elsewhere = new Set([
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
    'Dockerfile',
    'package.json',
  ]);
  for (const [path, text] of project) {
    if (elsewhere.has(path)) continue;
    for (const other of PACKAGE_MANAGERS.filter((name) => name !== packageManager)) {
      expect(text).not.toMatch(new RegExp(`\\b${other}\\b`));
    }
  }
  expect(project.get('README.md')).toContain(`${packageManager} install\n${packageManager} `);
});

test('AGENTS.md shows nothing that is not compiled', () => {
  const code = [...template].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text);
  const sources = code.map((text) => text.replaceAll(/\.(?:auth|paging)-[a-z-]+(?=\.ts')/g, ''));
  const agents = template.get('AGENTS.md') ?? '';
  const blocks = [...agents.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  const inline = [...agents.matchAll(/`(new \w+Paginator\([^`]*\))`/g)].map(([, text = '']) => text);
  expect([blocks.length, inline.length]).toEqual([5, 5]);
  for (const block of [...blocks, ...inline]) {
    expect(sources.some((text) => text.includes(block))).toBe(true);
  }
});
