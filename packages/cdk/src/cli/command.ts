import type { Argv } from 'yargs';
import type { CommandContext } from '../source/read-context.ts';
import type { Source } from '../source/source.ts';

/** One command of a connector. Its own imports are few; what does the work is imported when it runs. */
export interface Command<TArguments = any> {
  readonly name: string;
  readonly description: string;
  options(yargs: Argv): Argv<any>;
  /** Sends its messages in order, and resolves to whether the command did its work. What it throws becomes a TRACE ERROR. */
  run(source: Source<any>, args: TArguments, context: CommandContext): Promise<boolean>;
}

/** An option that names a file. */
export function fileOption(description: string): { type: 'string'; describe: string; requiresArg: true } {
  return { type: 'string', describe: description, requiresArg: true };
}

/** The options of every command that asks the API. */
export const requestOptions = {
  config: { ...fileOption('JSON file with the config'), demandOption: true },
  'trace-http': fileOption(
    'Write all requests and the heads of their responses, without secrets, to an HTTP archive (HAR)',
  ),
} as const;
