import { type Command, fileOption } from '../command.ts';
import { readJsonFile } from '../input-files.ts';

interface ReadArguments {
  readonly config: string;
  readonly catalog: string;
  readonly state: string | undefined;
  readonly validateRecords: boolean;
}

export const readCommand: Command<ReadArguments> = {
  name: 'read',
  description: 'Read the records of the streams that a catalog names',
  options: (yargs) =>
    yargs
      .option('config', { ...fileOption('JSON file with the config'), demandOption: true })
      .option('catalog', { ...fileOption('JSON file with the configured catalog'), demandOption: true })
      .option('state', fileOption('JSON file with the state to go on from'))
      .option('validate-records', {
        type: 'boolean',
        default: false,
        describe: 'Check every record against its schema and log what breaks it',
      }),
  async *run(source, args, context) {
    const [{ read }, { parseConfiguredCatalog }, { parseInputState }] = await Promise.all([
      import('../../source/read.ts'),
      import('../../source/parse-configured-catalog.ts'),
      import('../../source/parse-input-state.ts'),
    ]);
    const config = await readJsonFile(args.config, 'Config');
    const catalog = parseConfiguredCatalog(await readJsonFile(args.catalog, 'Catalog'), `Catalog file ${args.catalog}`);
    const state =
      args.state === undefined
        ? parseInputState(undefined, '')
        : parseInputState(await readJsonFile(args.state, 'State'), `State file ${args.state}`);
    return yield* read(source, { config, catalog, state }, { ...context, validateRecords: args.validateRecords });
  },
};
