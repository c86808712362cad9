import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

export interface TypesArguments extends ProjectArguments {
  readonly check: boolean;
  readonly watch: boolean;
}

export const typesCommand: Command<TypesArguments> = {
  name: 'types',
  description: 'Write TypeScript for the config and the records, from spec.json and schemas/*.json',
  options: (parser) =>
    parser
      .options(projectOptions)
      .option('check', {
        type: 'boolean',
        default: false,
        describe: 'Write nothing; fail and name the files when they are not what the schemas say',
      })
      .option('watch', { type: 'boolean', default: false, describe: 'Write again whenever a schema changes' }),
  async run(args, context) {
    const { runTypes } = await import('../types/run-types.ts');
    if (!args.watch) return runTypes(args, context);
    const { runAgainOnChange } = await import('../project/run-again-on-change.ts');
    return runAgainOnChange(
      args,
      context,
      (again) => runTypes(args, again),
      (path) => path.endsWith('.json'),
    );
  },
};
