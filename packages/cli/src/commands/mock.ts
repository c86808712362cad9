import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

export interface MockArguments extends ProjectArguments {
  readonly fixtures: string | undefined;
  readonly port: number;
  readonly verbose: boolean;
}

export const mockCommand: Command<MockArguments> = {
  name: 'mock',
  description: 'Serve the recording as an API, until it is stopped',
  options: (parser) =>
    parser
      .options(projectOptions)
      .option('fixtures', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder of the recording [default: fixtures]',
      })
      .option('port', {
        type: 'number',
        requiresArg: true,
        default: 0,
        describe: 'Port on 127.0.0.1; 0 takes a free one',
      })
      .option('verbose', { type: 'boolean', default: false, describe: 'Show every request' })
      .check(({ port }) => {
        if (!Number.isInteger(port) || port < 0 || port > 65535) {
          throw new Error('--port must be a whole number from 0 to 65535');
        }
        return true;
      }),
  async run(args, context) {
    const { runMock } = await import('../recording/mock/run-mock.ts');
    return runMock(args, context);
  },
};
