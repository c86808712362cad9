import type { Command } from '../command.ts';
import { type RequestArguments, requestOptions } from './common-options.ts';

export const checkCommand: Command<RequestArguments> = {
  name: 'check',
  description: 'Try whether the API can be read with the config',
  options: (parser) => parser.options(requestOptions),
  async run(args, context) {
    const [{ useConnector }, { askConnector }, { showTime }] = await Promise.all([
      import('../connector/open-connector.ts'),
      import('../connector/ask-connector.ts'),
      import('../terminal/show.ts'),
    ]);
    const { terminal } = context;
    return useConnector(args, context, async ({ project, start }) => {
      const startedAt = performance.now();
      terminal.progress(() => `Checking ${project.name} …`);
      const { connectionStatus } = await askConnector(project, 'CONNECTION_STATUS', { command: 'check', ...start });
      const { status, message } = connectionStatus;
      const elapsedMs = Math.round(performance.now() - startedAt);
      terminal.print(`${status}${message === undefined ? '' : `: ${message}`} (${showTime(elapsedMs)})`);
      terminal.result({ command: 'check', ok: status === 'SUCCEEDED', status, message, elapsedMs });
      return status === 'SUCCEEDED' ? 0 : 1;
    });
  },
};
