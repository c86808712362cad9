import type { Command } from '../command.ts';
import { type RequestArguments, requestOptions } from './common-options.ts';

export const checkCommand: Command<RequestArguments> = {
  name: 'check',
  description: 'Try whether the API can be read with the config',
  options: (parser) => parser.options(requestOptions),
  async run(args, context) {
    const [{ useConnector }, { askConnector }, { keepChangedConfig }, { showTime }] = await Promise.all([
      import('../connector/open-connector.ts'),
      import('../connector/ask-connector.ts'),
      import('../connector/keep-changed-config.ts'),
      import('../terminal/show.ts'),
    ]);
    const { terminal } = context;
    return useConnector(args, context, async ({ project, config, start, replay }) => {
      const startedAt = performance.now();
      terminal.progress(() => `Checking ${project.name} …`);
      const kept: Promise<void>[] = [];
      const { connectionStatus } = await askConnector(project, 'CONNECTION_STATUS', {
        command: 'check',
        ...start,
        onMessage: (message) => {
          if (message.type === 'CONTROL' && replay === undefined) {
            kept.push(keepChangedConfig(message.control.connectorConfig.config, config, terminal));
          }
        },
      });
      await Promise.all(kept);
      const { status, message } = connectionStatus;
      const elapsedMs = Math.round(performance.now() - startedAt);
      terminal.print(`${status}${message === undefined ? '' : `: ${message}`} (${showTime(elapsedMs)})`);
      terminal.result({ command: 'check', ok: status === 'SUCCEEDED', status, message, elapsedMs });
      return status === 'SUCCEEDED' ? 0 : 1;
    });
  },
};
