import { parse } from 'node:path';
import yargs, { type Argv } from 'yargs';
import type { Source } from '../source/source.ts';
import type { Command } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { discoverCommand } from './commands/discover.ts';
import { readCommand } from './commands/read.ts';
import { specCommand } from './commands/spec.ts';
import { requireNode } from './require-node.ts';
import { type RunArguments, runCommand } from './run-command.ts';

export interface LaunchOptions {
  /** What `--version` prints. @default `--version` is no option */
  readonly version?: string;
}

/**
 * Makes a source a command-line program, the whole of its `main.ts`: reads the arguments, runs `spec`, `check`, `discover` or
 * `read`, and ends the process. Wrong usage is told on stderr and ends it with exit code 2.
 *
 * @example launch(new ExampleSource());
 */
export function launch(source: Source<any>, options: LaunchOptions = {}): void {
  requireNode(process.versions.node);
  const program = process.env['AIRBYTE_ENTRYPOINT'] || parse(process.argv[1] ?? 'connector').name;
  const parser = yargs(process.argv.slice(2))
    .scriptName(program)
    .usage('Usage: $0 <command> [options]\n\nPrints Airbyte protocol messages to stdout, one JSON object a line.')
    .locale('en')
    .parserConfiguration({
      'duplicate-arguments-array': false,
      // Options are what they are called: `--config.a` and `--no-config` name none.
      'dot-notation': false,
      'boolean-negation': false,
    })
    .option('debug', { type: 'boolean', describe: 'Log at level DEBUG, as LOG_LEVEL=DEBUG does' })
    .help()
    .alias('help', 'h')
    .demandCommand(1, 'Name a command: spec, check, discover or read.')
    .recommendCommands()
    .strict()
    .check((args) => {
      const empty = Object.keys(args).find((name) => args[name] === '');
      if (empty === undefined) return true;
      throw new Error(`--${empty} must not be empty`);
    })
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .epilogue(
      'Environment: LOG_LEVEL sets the least level of LOG messages (FATAL, ERROR, WARN, INFO, DEBUG; default INFO).',
    )
    .example('$0 check --config secrets/config.json', '')
    .example('$0 read --config secrets/config.json --catalog catalog.json --state state.json', '')
    .fail((message, error) => {
      // A command's own errors never get here, once it has begun: it ends the process itself.
      process.stderr.write(
        `${message ?? error.message}\nRun "${program} --help" for the commands and their options.\n`,
      );
      process.exit(2);
    });
  if (options.version === undefined) parser.version(false);
  else parser.version(options.version);
  for (const command of [specCommand, checkCommand, discoverCommand, readCommand]) addCommand(parser, command, source);
  void parser.parseAsync();
}

function addCommand(parser: Argv, command: Command, source: Source<any>): void {
  parser.command({
    command: command.name,
    describe: command.description,
    builder: (commandParser) => command.options(commandParser).strict(),
    handler: (args) => runCommand(command, source, args as RunArguments),
  });
}
