import type { ExtraStream, ProjectChoices } from './choices.ts';
import { composeManifest } from './compose-manifest.ts';
import { forPackageManager } from './package-manager.ts';
import type { ProjectName } from './project-name.ts';
import { withoutDeadLinks } from './without-dead-links.ts';
import { withoutName } from './without-name.ts';

/** The files of each stream of the template are named after it: `src/streams/orders.ts`, `mock/orders.ts`, … */
const STREAMS: Readonly<Record<ExtraStream, { readonly file: string; readonly class: string }>> = {
  incremental: { file: 'orders', class: 'Orders' },
  child: { file: 'notes', class: 'Notes' },
  graphql: { file: 'products', class: 'Products' },
};

/** In the name of a file that there is one of for each choice: `client.auth-bearer.ts`. */
export const VARIANT = /\.(?<axis>auth|paging|package-manager)-(?<choice>[a-z0-9-]+)(?=[.'")]|$)/;
const VARIANTS = new RegExp(VARIANT, 'g');

export interface ComposeOptions {
  readonly name: ProjectName;
  readonly choices: ProjectChoices;
  /** The versions of dependencies. */
  readonly versions: Readonly<Record<string, string>>;
  /** A UUID by which Airbyte tells this connector from all others. */
  readonly definitionId: string;
}

/**
 * Makes a project of the template: takes the files that were chosen, leaves out what names the others, and renames the rest.
 *
 * @param template The text of each file by its path.
 * @returns The same of the project.
 */
export function composeProject(template: ReadonlyMap<string, string>, options: ComposeOptions): Map<string, string> {
  const { name, choices } = options;
  const streamsLeftOut = Object.entries(STREAMS)
    .filter(([kind]) => !choices.streams.includes(kind as ExtraStream))
    .map(([, stream]) => stream);
  const namesLeftOut = streamsLeftOut.flatMap((stream) => [stream.file, stream.class]);
  if (choices.auth === 'none') namesLeftOut.push('authorize');

  const project = new Map<string, string>();
  for (const [path, text] of template) {
    const file = path.split('/').at(-1) ?? '';
    if (!isChosen(file, choices) || streamsLeftOut.some((stream) => file.startsWith(`${stream.file}.`))) continue;
    const place = path === 'gitignore' ? '.gitignore' : rename(path, name);
    project.set(place, convert(place, rename(text, name), namesLeftOut, options));
  }
  return withoutDeadLinks(project);
}

function isChosen(file: string, choices: ProjectChoices): boolean {
  const { axis, choice } = VARIANT.exec(file)?.groups ?? {};
  const chosen = { auth: choices.auth, paging: choices.paging, 'package-manager': choices.packageManager };
  return axis === undefined || chosen[axis as keyof typeof chosen] === choice;
}

/** A path or a text as this project calls things. */
function rename(text: string, name: ProjectName): string {
  return text
    .replaceAll(VARIANTS, '')
    .replaceAll('source-acme', name.base)
    .replaceAll(/\bAcme(?=[A-Z])/g, name.pascal)
    .replaceAll(/\bAcme\b/g, name.title)
    .replaceAll('ACME_', `${name.constant}_`);
}

function convert(path: string, text: string, namesLeftOut: readonly string[], options: ComposeOptions): string {
  switch (path) {
    case 'package.json':
      return composeManifest(text, options);
    case 'metadata.yaml':
      return text.replace(/(?<=definitionId: ).*/, options.definitionId);
    case 'README.md':
    case 'AGENTS.md':
    case '.vscode/launch.json':
      return forPackageManager(text, options.choices.packageManager);
    default:
      return path.endsWith('.ts') ? namesLeftOut.reduce(withoutName, text) : text;
  }
}
