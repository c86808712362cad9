import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

export const specCommand: Command<ProjectArguments> = {
  name: 'spec',
  description: 'Show what the connector needs to be configured',
  options: (parser) => parser.options(projectOptions),
  async run(args, { terminal, cwd, env, signal }) {
    const [{ findProject }, { askConnector }, { settingsTable }] = await Promise.all([
      import('../project/connector-project.ts'),
      import('../connector/ask-connector.ts'),
      import('../connector/settings-table.ts'),
    ]);
    const project = await findProject(resolve(cwd, args.project ?? '.'));
    const { spec } = await askConnector(project, 'SPEC', { command: 'spec', env, signal });
    terminal.print(settingsTable(spec.connectionSpecification, terminal.columns));
    terminal.result({ command: 'spec', ok: true, spec });
    return 0;
  },
};
