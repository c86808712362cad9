import type { CommandContext, ExitCode } from '../command.ts';
import type { DriftArguments } from '../commands/drift.ts';
import { askConnector } from '../connector/ask-connector.ts';
import { type OpenConnector, useConnector } from '../connector/open-connector.ts';
import { readSample } from '../reading/read-sample.ts';
import { selectStreams } from '../reading/read-streams.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findDrift } from './find-drift.ts';
import { isCritical, showDrift, type StreamDrift } from './show-drift.ts';

/** The `drift` command. */
export async function runDrift(args: DriftArguments, context: CommandContext): Promise<ExitCode> {
  return useConnector(args, context, (connector) => compareWithSchemas(connector, args, context.terminal));
}

async function compareWithSchemas(
  connector: OpenConnector,
  args: DriftArguments,
  terminal: Terminal,
): Promise<ExitCode> {
  const { catalog } = await askConnector(connector.project, 'CATALOG', { command: 'discover', ...connector.start });
  const streams = selectStreams(catalog.streams, args.stream);
  const reports = await readSample(connector, streams, { limit: args.limit, terminal });
  const compared = streams.map((stream): StreamDrift => {
    const report = reports.find(({ name, namespace }) => name === stream.name && namespace === stream.namespace);
    const { sample = [], error } = report ?? {};
    return {
      stream: stream.name,
      records: sample.length,
      error: error?.message ?? null,
      // A read that broke off before its first record does not say that there is none.
      drifts: error !== undefined && sample.length === 0 ? [] : findDrift(stream, sample),
    };
  });
  const isOk = !compared.some(isCritical);
  terminal.print(showDrift(compared, terminal.columns));
  terminal.result({ command: 'drift', ok: isOk, streams: compared });
  return isOk ? 0 : 1;
}
