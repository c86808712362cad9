import { relative, resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { CommandContext, ExitCode } from '../command.ts';
import type { TestArguments } from '../commands/test.ts';
import { writeFileAtomically } from '../project/write-file-atomically.ts';
import { showTime } from '../terminal/show.ts';
import { openTestedConnector } from './open-tested-connector.ts';
import { junitXml } from './report/junit-xml.ts';
import { markdownReport } from './report/markdown-report.ts';
import { scorecard, summary } from './report/scorecard.ts';
import { runTests } from './run-tests.ts';
import { answersOf } from './subject/answers-of.ts';
import type { TestedConnector } from './subject/tested-connector.ts';
import { countVerdicts, type TestResult } from './test-result.ts';

/** The `test` command. */
export async function runStandardTests(args: TestArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd, signal } = context;
  const startedAt = performance.now();
  const { project, settings, connector, whenKept } = await openTestedConnector(args, context);
  await requireStreams(connector, args.stream);
  let begun = 0;
  const results = await runTests(connector, {
    groups: args.only,
    settings,
    signal,
    onTest(test, stream) {
      const number = ++begun;
      terminal.progress(() => `Test ${number}: ${stream === undefined ? test : `${stream}, ${test}`} …`);
    },
  });
  await whenKept();

  const elapsedMs = Math.round(performance.now() - startedAt);
  const counts = countVerdicts(results);
  const name = `${project.name} ${project.version}`;
  for (const line of scorecard(results, terminal.columns)) terminal.print(line);
  terminal.print(`\n${name}: ${summary(results)}, in ${showTime(elapsedMs)}.`);
  if (signal.aborted) terminal.print('Stopped before the end.');
  const files = await writeReports(args, name, results, context);
  for (const file of files) terminal.print(`Wrote ${relative(cwd, file)}.`);
  const isOk = counts.failed === 0 && !signal.aborted;
  terminal.result({
    command: 'test',
    ok: isOk,
    connector: { name: project.name, version: project.version },
    api: connector.api,
    elapsedMs,
    counts,
    files,
    results,
  });
  return isOk ? 0 : 1;
}

/** @throws CommandError when a stream was named that does not exist. */
async function requireStreams(connector: TestedConnector, names: readonly string[]): Promise<void> {
  if (names.length === 0 || answersOf(await connector.discover(), 'CATALOG').length === 0) return;
  const available = (await connector.catalog()).map(({ name }) => name);
  const missing = names.filter((name) => !available.includes(name));
  if (missing.length === 0) return;
  throw new CommandError(`No stream "${missing.join('", "')}". Streams: ${available.join(', ')}`, { exitCode: 2 });
}

async function writeReports(
  { junit, markdown }: TestArguments,
  name: string,
  results: readonly TestResult[],
  { cwd, terminal }: CommandContext,
): Promise<string[]> {
  const reports = [
    { file: junit, text: junitXml },
    { file: markdown, text: markdownReport },
  ];
  const written: string[] = [];
  for (const { file, text } of reports) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    await writeFileAtomically(path, terminal.masked(text(name, results)));
    written.push(path);
  }
  return written;
}
