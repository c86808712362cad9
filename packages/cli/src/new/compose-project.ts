import type { ExtraStream, ProjectChoices } from './choices.ts';
import { forPackageManager, SETTINGS } from './package-manager.ts';
import type { ProjectName } from './project-name.ts';
import { withoutName } from './without-name.ts';

/** The files of each stream of the template are named after it: `src/streams/orders.ts`, `mock/orders.ts`, … */
const STREAMS: Readonly<Record<ExtraStream, { readonly file: string; readonly class: string }>> = {
  incremental: { file: 'orders', class: 'Orders' },
  child: { file: 'notes', class: 'Notes' },
  graphql: { file: 'products', class: 'Products' },
};

/** In the name of a file that there is one of for each choice: `client.auth-bearer.ts`. */
const VARIANT = /\.(?<axis>auth|paging|package-manager)-(?<choice>[a-z0-9-]+)(?=[.'")]|$)/;
const VARIANTS = new RegExp(VARIANT, 'g');

export interface ComposeOptions {
  readonly name: ProjectName;
  readonly choices: ProjectChoices;
  /** The versions of dependencies. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Makes a project of the template: takes the files that were chosen, leaves out what names the others, and renames the rest.
 *
 * @param template The text of each file by its path.
 * @returns The same of the project.
 */
export function composeProject(template: ReadonlyMap<string, string>, options: ComposeOptions): Map<string, string> {
  const { choices } = options;
  const left = Object.entries(STREAMS).filter(([kind]) => !choices.streams.includes(kind as ExtraStream));
  const names = left.flatMap(([, stream]) => [stream.file, stream.class]);
  if (choices.auth === 'none') names.push('authorize');

  const project = new Map<string, string>();
  for (const [path, text] of template) {
    const variant = VARIANT.exec(path)?.groups;
    const chosen = { auth: choices.auth, paging: choices.paging, 'package-manager': choices.packageManager };
    if (variant !== undefined && chosen[variant['axis'] as keyof typeof chosen] !== variant['choice']) continue;
    if (left.some(([, { file }]) => path.split('/').at(-1)?.startsWith(`${file}.`))) continue;
    const renamed = rename(path.replace(/^gitignore$/, '.gitignore'), options.name);
    project.set(withoutVariants(renamed), convert(path, text, names, options));
  }
  return withoutDeadLinks(project);
}

function convert(
  path: string,
  text: string,
  namesLeftOut: readonly string[],
  { name, choices, versions }: ComposeOptions,
): string {
  if (path === 'package.json') return rename(packageJson(text, { name, choices, versions }), name);
  const renamed = rename(withoutVariants(text), name);
  if (path.endsWith('.ts')) return namesLeftOut.reduce(withoutName, renamed);
  return /\.(?:md|vscode\/launch\.json)$/.test(path) ? forPackageManager(renamed, choices.packageManager) : renamed;
}

function withoutVariants(text: string): string {
  return text.replaceAll(VARIANTS, '');
}

function rename(text: string, name: ProjectName): string {
  return text
    .replaceAll('source-acme', name.base)
    .replaceAll(/\bAcme(?=[A-Z])/g, name.pascal)
    .replaceAll(/\bAcme\b/g, name.title)
    .replaceAll('ACME_', `${name.constant}_`);
}

interface Manifest {
  name: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function packageJson(text: string, { name, choices, versions }: ComposeOptions): string {
  const manifest = JSON.parse(text) as Manifest;
  manifest.name = name.package;
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    for (const dependency of Object.keys(dependencies)) {
      dependencies[dependency] = versions[dependency] ?? dependencies[dependency] ?? '';
    }
  }
  const { bringsNode, installScripts } = SETTINGS[choices.packageManager];
  if (!bringsNode) delete manifest.devDependencies['node'];
  return `${JSON.stringify({ ...manifest, ...installScripts }, null, 2)}\n`;
}

/** Leaves out the list items of documents that lead to a file which this project does not have. */
function withoutDeadLinks(project: Map<string, string>): Map<string, string> {
  const isDead = (line: string): boolean => {
    const [, target = ''] = /^- \[[^\]]*\]\(([^):]+)\)/.exec(line) ?? [];
    return target !== '' && ![...project.keys()].some((path) => path === target || path.startsWith(target));
  };
  for (const [path, text] of project) {
    if (!path.endsWith('.md')) continue;
    project.set(
      path,
      text
        .split('\n')
        .filter((line) => !isDead(line))
        .join('\n'),
    );
  }
  return project;
}
