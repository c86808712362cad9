import type { Command } from '../command.ts';
import { TEST_GROUPS, type TestGroup } from '../standard-tests/standard-test.ts';
import { listOption, type ProjectArguments, requestOptions } from './common-options.ts';

export interface TestArguments extends ProjectArguments {
  readonly config: string | undefined;
  readonly replay: string | undefined;
  readonly stream: readonly string[];
  readonly only: readonly TestGroup[];
  readonly junit: string | undefined;
  readonly markdown: string | undefined;
  readonly timeout: number;
}

const { project, config, replay } = requestOptions;

export const testCommand: Command<TestArguments> = {
  name: 'test',
  description: 'Run the standard tests: what every connector must keep, stream by stream',
  options: (parser) =>
    parser
      .options({ project, config, replay })
      .option('stream', listOption('Test only this stream'))
      .option('only', {
        choices: TEST_GROUPS,
        array: true,
        requiresArg: true,
        default: [],
        describe: 'Run only this group of tests; may be given again',
      })
      .option('junit', { type: 'string', requiresArg: true, describe: 'Write the results to this file as JUnit XML' })
      .option('markdown', {
        type: 'string',
        requiresArg: true,
        describe: 'Write the scorecard to this file, for a pull request',
      })
      .option('timeout', {
        type: 'number',
        requiresArg: true,
        default: 600,
        describe: 'Seconds after which a run of the connector is ended, and has failed',
      })
      .check(({ timeout }) => {
        if (timeout > 0) return true;
        throw new Error('--timeout must be a number of seconds above 0');
      }),
  async run(args, context) {
    const { runStandardTests } = await import('../standard-tests/run-standard-tests.ts');
    return runStandardTests(args, context);
  },
};
