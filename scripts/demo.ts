// What `npm start` shows: the example connector reads the example API, twice, the second time from the state of the first.
import { fileURLToPath } from 'node:url';
import type { AirbyteMessage, ConfiguredCatalog } from '@headwater/cdk';
import { type ConnectorRun, runConnector, type RunConnectorOptions } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { progressLine } from './progress-line.ts';
import { readTable } from './read-table.ts';

const entry = fileURLToPath(import.meta.resolve('@headwater/source-example/source-example.js'));
const api = await startExampleApi();
try {
  await show(api);
} catch (error) {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await api.close();
}

async function show({ url, token }: ExampleApi): Promise<void> {
  const config = { api_url: `${url}/v1`, api_token: token };
  console.log(`The example connector reads a small shop's API at ${url}\n`);

  const spec = await timed('spec', {});
  console.log(`spec      ${settingsOf(spec.run)}${spec.time}`);
  const check = await timed('check', { config });
  console.log(`check     ${statusOf(check.run)}${check.time}`);
  const discover = await timed('discover', { config });
  const streams = streamsOf(discover.run);
  console.log(`discover  ${streams.map(({ name }) => name).join(', ')}${discover.time}`);

  const catalog: ConfiguredCatalog = {
    streams: streams.map(({ name, supported_sync_modes: modes }) => ({
      stream: { name },
      syncMode: modes.includes('incremental') ? 'incremental' : 'full_refresh',
    })),
  };
  const first = await read({ config, catalog });
  console.log(`\nread      everything\n${readTable(first, undefined)}`);
  const second = await read({ config, catalog, state: first.state });
  console.log(`\nread      again, from that state\n${readTable(second, first.state)}`);
  console.log(`
The second read asked for orders from the last state on. It got those of that very second again: nothing that shares it is lost.

Try next
  packages/source-example/src/streams/orders.ts   an incremental stream, whole
  packages/example-api/README.md                  an API to play with, and its faults
  docs/concepts/streams.md                        how to write your own`);
}

/** Runs a command that must do its work. */
async function succeed(command: string, options: RunConnectorOptions): Promise<ConnectorRun> {
  const result = await runConnector(entry, command, options);
  if (result.exitCode === 0) return result;
  throw new Error(
    `${command} ended with ${result.exitCode ?? result.signal}: ${result.errors[0]?.message ?? result.stderr}`,
  );
}

async function timed(command: string, options: RunConnectorOptions): Promise<{ run: ConnectorRun; time: string }> {
  const startedAt = performance.now();
  const result = await succeed(command, options);
  return { run: result, time: `  (${Math.round(performance.now() - startedAt)} ms)` };
}

async function read(options: RunConnectorOptions): Promise<ConnectorRun> {
  const progress = progressLine();
  try {
    return await succeed('read', { ...options, onLine: progress.onLine });
  } finally {
    progress.clear();
  }
}

function messageOf<TType extends AirbyteMessage['type']>(
  run: ConnectorRun,
  type: TType,
): Extract<AirbyteMessage, { type: TType }> {
  const message = run.messages.find((candidate) => candidate.type === type);
  if (message === undefined) throw new Error(`the connector gave no ${type} message`);
  return message as Extract<AirbyteMessage, { type: TType }>;
}

function settingsOf(run: ConnectorRun): string {
  const { properties = {} } = messageOf(run, 'SPEC').spec.connectionSpecification as {
    properties?: Record<string, { airbyte_secret?: boolean }>;
  };
  return Object.entries(properties)
    .map(([name, { airbyte_secret: isSecret }]) => (isSecret === true ? `${name} (secret)` : name))
    .join(', ');
}

function statusOf(run: ConnectorRun): string {
  const { status, message } = messageOf(run, 'CONNECTION_STATUS').connectionStatus;
  return message === undefined ? status : `${status}: ${message}`;
}

function streamsOf(run: ConnectorRun) {
  return messageOf(run, 'CATALOG').catalog.streams;
}
