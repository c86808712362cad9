import { builtinModules } from 'node:module';
import { CommandError } from '../command-error.ts';

const PACKAGE_NAME = /^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const LONGEST = 214;
const TAKEN: ReadonlySet<string> = new Set(['node_modules', 'favicon.ico', 'headwater', ...builtinModules]);

/** The forms in which a connector's name stands in its project. */
export interface ProjectName {
  /** `@acme/source-billing-v2`. */
  readonly package: string;
  /** Of its folder, its program and its image: `source-billing-v2`. */
  readonly base: string;
  /** Of the API: `Billing V2`. */
  readonly title: string;
  /** Of its classes: `BillingV2`. */
  readonly pascal: string;
  /** Of its environment variables: `BILLING_V2`. */
  readonly constant: string;
}

/**
 * Takes a package's name apart.
 *
 * @throws CommandError when npm would not take it as the name of a package.
 */
export function parseProjectName(name: string): ProjectName {
  const base = name.slice(name.indexOf('/') + 1);
  if (!PACKAGE_NAME.test(name) || name.length > LONGEST || TAKEN.has(base)) {
    const reason = TAKEN.has(base) ? 'is taken' : 'is no package name';
    throw new CommandError(
      `"${name}" ${reason}. Use lowercase letters, digits and "-", as in source-billing or @acme/source-billing.`,
      { exitCode: 2 },
    );
  }
  const words = base
    .replace(/^source-(?=[a-z0-9])/, '')
    .split(/[._-]+/)
    .filter((word) => word !== '');
  // Neither a class nor a variable may begin with a digit.
  if (/^\d/.test(words[0] ?? '')) words.unshift('source');
  const capitalized = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    package: name,
    base,
    title: capitalized.join(' '),
    pascal: capitalized.join(''),
    constant: words.join('_').toUpperCase(),
  };
}
