import { specMessage } from '../../protocol/build-message.ts';
import { specOf } from '../../source/spec-of.ts';
import type { Command } from '../command.ts';

export const specCommand: Command = {
  name: 'spec',
  description: 'Print what the connector needs to be configured',
  options: (yargs) => yargs,
  async run(source, _args, { emit }) {
    void emit(specMessage(await specOf(source)));
    return true;
  },
};
