import { relative } from 'node:path';
import type { Command } from '../command.ts';
import {
  AUTH_KINDS,
  type AuthKind,
  type ExtraStream,
  PACKAGE_MANAGERS,
  type PackageManager,
  PAGING_KINDS,
  type PagingKind,
} from '../new/choices.ts';

export type NewArguments = {
  readonly name: string | undefined;
  readonly auth: AuthKind | undefined;
  readonly paging: PagingKind | undefined;
  readonly packageManager: PackageManager | undefined;
  readonly folder: string | undefined;
  readonly yes: boolean;
} & Readonly<Record<ExtraStream, boolean | undefined>>;

export const newCommand: Command<NewArguments> = {
  name: 'new [name]',
  description: 'Make the project of a new connector, which runs and is tested from the start',
  options: (parser) =>
    parser
      .positional('name', { type: 'string', describe: 'Of its package: source-billing, @acme/source-billing' })
      .option('auth', {
        choices: AUTH_KINDS,
        requiresArg: true,
        describe: 'How the API knows who asks [default: bearer]',
      })
      .option('paging', {
        choices: PAGING_KINDS,
        requiresArg: true,
        describe: 'How the API splits its lists [default: token]',
      })
      .option('incremental', { type: 'boolean', describe: 'Add a stream of which only the changes are read' })
      .option('child', { type: 'boolean', describe: 'Add a stream with a list for every record of another' })
      .option('graphql', { type: 'boolean', describe: 'Add a stream of a GraphQL API' })
      .option('package-manager', {
        choices: PACKAGE_MANAGERS,
        requiresArg: true,
        describe: 'What installs the dependencies [default: what runs this, else npm]',
      })
      .option('folder', {
        type: 'string',
        requiresArg: true,
        describe: 'Where it goes, inside the current folder [default: the name]',
      })
      .option('yes', { type: 'boolean', default: false, alias: 'y', describe: 'Take the defaults, and ask nothing' }),
  async run(args, { terminal, cwd, env }) {
    const [{ createProject }, { choose }] = await Promise.all([
      import('../new/create-project.ts'),
      import('../new/choose.ts'),
    ]);
    const { name, choices } = await choose(args, { terminal, env });
    const project = await createProject({ name, folder: args.folder, cwd, choices });
    const folder = relative(cwd, project.folder);
    const { packageManager } = choices;
    terminal.print(`${folder} is there: ${project.files.length} files. Next:

  cd ${folder}
  ${packageManager} install
  ${packageManager} start    # reads a mock API, which is part of the project

Then make it yours: README.md says what is where.`);
    terminal.result({ command: 'new', ok: true, ...project });
    return 0;
  },
};
