import type { JsonObject } from '@headwater/cdk/protocol';
import { killAnywhere, type KillPlan, type KillReport, type StreamUnderTest } from '@headwater/kill-anywhere';
import type { ConnectorProject } from '../../project/connector-project.ts';
import type { ApiAccess } from '../subject/api-access.ts';

/** STATEs after which the read is cut; each costs one read. */
const MOST_CUTS = 4;

/** One read that is killed twice, and one that is asked to stop in its middle. */
const plan: KillPlan = (lines) => [
  [
    { afterLine: Math.ceil(lines / 4), at: 'state', signal: 'SIGKILL' },
    { afterLine: Math.ceil(lines / 4), at: 'line', signal: 'SIGKILL' },
  ],
  [{ afterLine: Math.ceil(lines / 2), signal: 'SIGTERM' }],
];

/** What came of ending processes. */
export interface KillFindings extends KillReport {
  /** What a recording had no answer to: a run that goes on from a state may ask for what no undisturbed read asks for. */
  readonly gap?: string;
}

/** Ends processes of a project's connector and starts them again. */
export async function killConnector(
  project: Pick<ConnectorProject, 'entry'>,
  { config, api, limitMs }: { readonly config: JsonObject; readonly api: ApiAccess; readonly limitMs: number },
  streams: readonly StreamUnderTest[],
): Promise<KillFindings> {
  const session = api.kind === 'recording' ? await api.open() : undefined;
  try {
    const env = Object.fromEntries(Object.entries(session?.env ?? {}).filter(([, value]) => value !== undefined));
    const report = await killAnywhere({
      command: [process.execPath, project.entry],
      config,
      streams,
      plan,
      mostCuts: MOST_CUTS,
      limitMs,
      env: env as Record<string, string>,
    });
    const [gap] = [...(session?.missing ?? []), ...(session?.outOfTime ?? [])];
    return { ...report, ...(gap !== undefined && { gap }) };
  } finally {
    await session?.close();
  }
}
