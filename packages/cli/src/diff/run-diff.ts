import { resolve } from 'node:path';
import type { ConnectorSpecification } from '@headwater/cdk/protocol';
import { Redactor, secretValues } from '@headwater/cdk/testing';
import type { CommandContext, ExitCode } from '../command.ts';
import { CommandError } from '../command-error.ts';
import type { DiffArguments } from '../commands/diff.ts';
import { labelOf } from '../reading/show-read.ts';
import { selectStreams } from '../reading/read-streams.ts';
import { type Change, harmless } from './change.ts';
import { compareCatalogs, streamPairs } from './compare-catalogs.ts';
import { compareSpecs } from './compare-specs.ts';
import { compareStream, failureOf, onBoth, type StreamComparison, type Versions } from './compare-stream.ts';
import { isRevision, openProject } from './open-project.ts';
import { openVersions } from './open-versions.ts';
import { type DiffOutcome, diffResult, showDiff } from './show-diff.ts';

const NOTHING_READ = harmless(
  'not-compared',
  'streams and records, as the new version names no streams; a config that both take can be named by --config',
);

/** The `diff` command. */
export async function runDiff(args: DiffArguments, context: CommandContext): Promise<ExitCode> {
  const { cwd, env } = context;
  // A revision is one of the project that is compared with it, else of the one we are in.
  const home = resolve(cwd, [args.new, args.old].find((argument) => !isRevision(argument)) ?? '.');
  const before = await openProject(args.old, { cwd, env, home });
  try {
    const after = await openProject(args.new, { cwd, env, home });
    try {
      return await compare(args, context, { before: before.project, after: after.project, home });
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

async function compare(
  args: DiffArguments,
  context: CommandContext,
  projects: Parameters<typeof openVersions>[1],
): Promise<ExitCode> {
  const { terminal, signal, cwd } = context;
  const { versions, recordingFolder } = await openVersions(args, projects, context);
  const { before, after } = versions;
  const configs = [before.config, after.config];
  const [oldSpec, newSpec] = await Promise.all([before.spec(), after.spec()]);
  const { changes, streams } = await compareAll(args, context, versions, [oldSpec, newSpec]);
  if (signal.aborted) throw new CommandError('Stopped before the end.');

  const redactor = new Redactor();
  for (const { connectionSpecification } of [oldSpec, newSpec]) {
    for (const config of [...configs, before.config, after.config]) {
      for (const secret of secretValues(connectionSpecification, config)) redactor.add(secret);
    }
  }
  const outcome: DiffOutcome = {
    before: { name: args.old, version: before.project.version },
    after: { name: args.new, version: after.project.version },
    recordingFolder,
    changes: withoutRepeats(changes).map((change) => ({ ...change, message: redactor.redact(change.message) })),
    streams,
  };
  terminal.print(showDiff(outcome, { width: terminal.columns, cwd }));
  const result = diffResult(outcome);
  terminal.result(result);
  return result.ok ? 0 : 1;
}

async function compareAll(
  args: DiffArguments,
  { terminal, signal }: CommandContext,
  versions: Versions,
  [oldSpec, newSpec]: readonly [ConnectorSpecification, ConnectorSpecification],
): Promise<{ readonly changes: readonly Change[]; readonly streams: readonly StreamComparison[] }> {
  const { config } = versions.after;
  const [before, after] = await onBoth(versions, (version) => version.discover());
  if (!('streams' in before)) {
    throw new CommandError(`The old version cannot say which streams it has: ${before.missing[0] ?? before.problem}`);
  }
  if (!('streams' in after)) {
    const failures = [failureOf({ problem: undefined, missing: [] }, after), NOTHING_READ];
    const found = failures.filter((failure) => failure !== undefined);
    return { changes: [...compareSpecs(oldSpec, newSpec), ...found], streams: [] };
  }
  const wanted = new Set(selectStreams(before.streams, args.stream).map(labelOf));
  const isAll = args.stream.length === 0;
  const inCatalog = compareCatalogs(before, after).filter(({ stream = '' }) => isAll || wanted.has(stream));
  const pairs = streamPairs(before, after).filter(({ label }) => wanted.has(label));
  const streams: StreamComparison[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (signal.aborted) break;
    terminal.progress(() => `Comparing ${pair.label} (${index + 1} of ${pairs.length}) …`);
    streams.push(await compareStream(pair, versions));
  }
  const inReads = streams.flatMap(({ changes }) => changes);
  return { changes: [...compareSpecs(oldSpec, newSpec, config), ...inCatalog, ...inReads], streams };
}

/** What the schema says of a field need not be said of its values. */
function withoutRepeats(changes: readonly Change[]): Change[] {
  const said = new Set<string>();
  return changes.filter(({ isBreaking, kind, stream, path }) => {
    if (!isBreaking || stream === undefined || path === undefined) return true;
    const key = JSON.stringify([kind, stream, path]);
    const isNew = !said.has(key);
    said.add(key);
    return isNew;
  });
}
