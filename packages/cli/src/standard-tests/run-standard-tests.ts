import { relative, resolve } from 'node:path';
import type { JsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { CommandContext, ExitCode } from '../command.ts';
import type { TestArguments } from '../commands/test.ts';
import { keepChangedConfig } from '../connector/keep-changed-config.ts';
import { openConnector } from '../connector/open-connector.ts';
import { readConfigFile } from '../project/config-file.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { writeFileAtomically } from '../project/write-file-atomically.ts';
import { showTime } from '../terminal/show.ts';
import { CONNECTOR_TESTS, STREAM_TESTS } from './all-tests.ts';
import { junitXml } from './report/junit-xml.ts';
import { markdownReport } from './report/markdown-report.ts';
import { scorecard, summary } from './report/scorecard.ts';
import { killConnector } from './resume/kill-connector.ts';
import { runTests } from './run-tests.ts';
import { NotTestable } from './standard-test.ts';
import { liveApi } from './subject/api-access.ts';
import { connectorRunner } from './subject/run-connector.ts';
import { TestedConnector } from './subject/tested-connector.ts';
import { countVerdicts, type TestResult } from './test-result.ts';
import { readTestSettings } from './test-settings.ts';

/** The `test` command. */
export async function runStandardTests(args: TestArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd, env, signal } = context;
  const { project, config } = await openConnector({ ...args, traceHttp: undefined }, context);
  const names = [...CONNECTOR_TESTS, ...STREAM_TESTS].map(({ name }) => name);
  const settings = await readTestSettings(project, names);
  const startedAt = performance.now();
  const timeLimitMs = args.timeout * 1000;
  const api = liveApi(env);
  const kept: Promise<void>[] = [];
  const connector = new TestedConnector({
    run: connectorRunner(project, {
      api,
      env,
      signal,
      timeLimitMs,
      onConfigChange: (message) => kept.push(keepChangedConfig(message, config, terminal)),
    }),
    killAnywhere: (streams) => {
      if (kept.length > 0) throw new NotTestable('the connector changes its config while it runs');
      return killConnector(project, { config: config.values, api, limitMs: timeLimitMs }, streams);
    },
    config: config.values,
    invalidConfig: await readInvalidConfig(project, context),
    streams: args.stream,
    settings,
  });
  await requireStreams(connector, args.stream);
  let done = 0;
  const results = await runTests(connector, {
    groups: args.only,
    settings,
    onTest: (test, stream) =>
      terminal.progress(() => `${done++} tests done; ${stream === undefined ? test : `${stream}: ${test}`} …`),
  });

  await Promise.all(kept);

  const elapsedMs = Math.round(performance.now() - startedAt);
  const counts = countVerdicts(results);
  for (const line of scorecard(results, terminal.columns)) terminal.print(line);
  terminal.print(`\n${project.name} ${project.version}: ${summary(results)}, in ${showTime(elapsedMs)}.`);
  const files = await writeReports(args, `${project.name} ${project.version}`, results, cwd);
  for (const file of files) terminal.print(`Wrote ${relative(cwd, file)}.`);
  terminal.result({
    command: 'test',
    ok: counts.failed === 0,
    connector: { name: project.name, version: project.version },
    elapsedMs,
    counts,
    files,
    results,
  });
  return counts.failed === 0 ? 0 : 1;
}

/** A config that the API refuses, where the author wrote one. */
async function readInvalidConfig(project: ConnectorProject, context: CommandContext): Promise<JsonObject | undefined> {
  const file = resolve(project.root, 'secrets/invalid_config.json');
  try {
    return (await readConfigFile(project, file, context)).values;
  } catch (error) {
    if (error instanceof CommandError && error.message.startsWith('No config')) return undefined;
    throw error;
  }
}

/** @throws CommandError when a stream was named that does not exist. */
async function requireStreams(connector: TestedConnector, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const available = (await connector.catalog()).map(({ name }) => name);
  const missing = names.filter((name) => !available.includes(name));
  if (missing.length === 0) return;
  throw new CommandError(`No stream "${missing.join('", "')}". Streams: ${available.join(', ')}`, { exitCode: 2 });
}

async function writeReports(
  { junit, markdown }: TestArguments,
  name: string,
  results: readonly TestResult[],
  cwd: string,
): Promise<string[]> {
  const reports = [
    { file: junit, text: junitXml },
    { file: markdown, text: markdownReport },
  ];
  const written: string[] = [];
  for (const { file, text } of reports) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    await writeFileAtomically(path, text(name, results));
    written.push(path);
  }
  return written;
}
