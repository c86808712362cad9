import { isConcurrency, MAX_CONCURRENCY } from '../../source/concurrency.ts';
import { type Command, fileOption, requestOptions } from '../command.ts';
import { readJsonFile } from '../read-json-file.ts';

interface ReadArguments {
  readonly config: string;
  readonly catalog: string;
  readonly state: string | undefined;
  readonly validateRecords: boolean;
  readonly concurrency: number | undefined;
}

export const readCommand: Command<ReadArguments> = {
  name: 'read',
  description: 'Read the records of the streams that a catalog names',
  options: (yargs) =>
    yargs
      .options(requestOptions)
      .option('catalog', { ...fileOption('JSON file with the configured catalog'), demandOption: true })
      .option('state', fileOption('JSON file with the state to go on from'))
      .option('validate-records', {
        type: 'boolean',
        default: false,
        describe: 'Check every record against its schema and log what breaks it',
      })
      .option('concurrency', {
        type: 'number',
        requiresArg: true,
        describe: 'Slices to read at once; with 1 the order of all output is certain',
      })
      .check(({ concurrency }) => {
        if (concurrency === undefined || isConcurrency(concurrency)) return true;
        throw new Error(`--concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}`);
      }),
  async run(source, args, context) {
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
    const { validateRecords, concurrency } = args;
    return read(source, { config, catalog, state }, { ...context, validateRecords, concurrency });
  },
};
