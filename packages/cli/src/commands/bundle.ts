import { join, relative, resolve } from 'node:path';
import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

interface BundleArguments extends ProjectArguments {
  readonly out: string | undefined;
}

export const bundleCommand: Command<BundleArguments> = {
  name: 'bundle',
  description: 'Put the connector and all it depends on into one file',
  options: (parser) =>
    parser.options(projectOptions).option('out', {
      type: 'string',
      requiresArg: true,
      describe: "Folder to write to [default: the project's dist]",
    }),
  async run(args, { terminal, cwd }) {
    const [{ findProject }, { bundleConnector }, { writeBundle }, { showBytes }] = await Promise.all([
      import('../project/connector-project.ts'),
      import('../bundling/bundle-connector.ts'),
      import('../bundling/write-bundle.ts'),
      import('../terminal/show.ts'),
    ]);
    const project = await findProject(resolve(cwd, args.project ?? '.'));
    const folder = args.out === undefined ? join(project.root, 'dist') : resolve(cwd, args.out);
    const bundle = await bundleConnector(project);
    const [main = '', starter] = (await writeBundle(folder, bundle, project)).map((path) => relative(cwd, path));
    const bytes = bundle.main.length;
    terminal.print(`${main}: ${showBytes(bytes)}${starter === undefined ? '' : `, started by ${starter}`}`);
    terminal.result({ command: 'bundle', ok: true, main, starter, bytes });
    return 0;
  },
};
