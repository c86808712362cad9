import { quoteName } from './body-values.ts';
import { comparable, type Difference, differences, showRequest } from './comparable-request.ts';
import { namesNext } from './narrow-response.ts';
import { pageRecords } from './page-records.ts';
import type { ApiRequest } from './exchange.ts';
import type { ReplayedRequest } from './start-replay.ts';

/** An hour, as distances count; windows up to the present differ by less, from run to run. */
const FAR = 1 / 24 / (1 + 1 / 24);

/** What is added to a distance where the recorded request asked for less. */
const DISTANCE_OF_LESS = 10;

/** Tells whether two requests ask for the same, up to what changes from run to run: the present, credentials, chance. */
export function isSameRequest(a: ApiRequest, b: ApiRequest): boolean {
  const [left, right] = [comparable(a), comparable(b)];
  if (left.key === right.key) return true;
  if (left.method !== right.method || left.place !== right.place) return false;
  return differences(left, right).every(({ isPassing, distance }) => isPassing && distance % DISTANCE_OF_LESS <= FAR);
}

/** Why a recorded answer may not be what the API would have given: it is for another time, and cannot be narrowed to what was asked for. */
export function timeProblem({ request, recordedRequest }: ReplayedRequest): string | undefined {
  const found = differencesFrom(recordedRequest, request).find(
    ({ distance, bounds }) => distance > FAR && bounds.length === 0,
  );
  return found && wasRecordedOtherwise(request, found);
}

/** Whether records were left out that were not asked for. */
export function isNarrowed({ request, recordedRequest }: ReplayedRequest): boolean {
  return differencesFrom(recordedRequest, request).some(({ bounds }) => bounds.length > 0);
}

/**
 * Why the API may have given more records than a recorded answer has: it is for another time, or none of its records is of the time that was
 * asked for, though more pages follow.
 */
export function lossProblem(replayed: ReplayedRequest): string | undefined {
  const problem = timeProblem(replayed);
  if (problem !== undefined) return problem;
  const { request, recorded, recordedRequest } = replayed;
  const found = differencesFrom(recordedRequest, request).find(({ bounds }) => bounds.length > 0);
  const page = found && recorded && pageRecords(recorded.body);
  if (found === undefined || page === undefined || page.list.length > 0 || !namesNext(page.value)) return undefined;
  return wasRecordedOtherwise(request, found);
}

function wasRecordedOtherwise(request: ReplayedRequest['request'], { name, recorded, asked }: Difference): string {
  const values = recorded === undefined ? 'none' : `${recorded}, not ${asked}`;
  return `${showRequest(comparable(request))} was recorded with another ${quoteName(name)}: ${values}`;
}

function differencesFrom(
  recorded: ReplayedRequest['recordedRequest'],
  asked: ReplayedRequest['request'],
): Difference[] {
  return recorded === undefined ? [] : differences(comparable(recorded), comparable(asked));
}
