import type { Command } from '../command.ts';
import { type RequestArguments, requestOptions } from './common-options.ts';

export const discoverCommand: Command<RequestArguments> = {
  name: 'discover',
  description: 'Show the streams that can be read with the config',
  options: (parser) => parser.options(requestOptions),
  async run(args, context) {
    const [{ useConnector }, { askConnector }, { table }] = await Promise.all([
      import('../connector/open-connector.ts'),
      import('../connector/ask-connector.ts'),
      import('../terminal/table.ts'),
    ]);
    const { terminal } = context;
    return useConnector(args, context, async ({ project, start }) => {
      const { catalog } = await askConnector(project, 'CATALOG', { command: 'discover', ...start });
      terminal.print(
        table(
          [
            { title: 'stream' },
            { title: 'key' },
            { title: 'cursor' },
            { title: 'fields', align: 'right' },
            { title: 'resumes' },
          ],
          catalog.streams.map((stream) => [
            stream.namespace === undefined ? stream.name : `${stream.namespace}.${stream.name}`,
            (stream.source_defined_primary_key ?? []).map((path) => path.join('.')).join(', '),
            (stream.default_cursor_field ?? []).join('.'),
            String(Object.keys((stream.json_schema['properties'] as object | undefined) ?? {}).length),
            stream.is_resumable === true ? 'yes' : '',
          ]),
        ),
      );
      terminal.result({ command: 'discover', ok: true, catalog });
      return 0;
    });
  },
};
