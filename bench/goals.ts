import type { ContestantName } from './contestant.ts';
import type { Goal, ReadCase, ReadResult, StartUp } from './results.ts';

/** What a ratio must be: at least as fast, at most as large. A ratio without either is only told. */
interface Bound {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Least share of a peer's records per second. */
const SPEED: ReadonlyArray<readonly [ContestantName, Bound]> = [
  ['got', { atLeast: 1 }],
  ['fetch', {}],
  ['faros', { atLeast: 1.7 }],
];

/** Longest start-up, in times `node -e 0`. */
const START_UP: ReadonlyArray<readonly ['spec' | 'check' | 'discover', Bound]> = [
  ['spec', { atMost: 2 }],
  ['check', { atMost: 4 }],
  ['discover', { atMost: 4 }],
];

/** Compares what was measured with what is wanted of the kit. Says nothing of what was not measured. */
export function compareWithGoals(cases: readonly ReadCase[], startUp: StartUp): Goal[] {
  return [...cases.flatMap(speedGoals), ...memoryGoals(cases), ...startUpGoals(startUp)];
}

function speedGoals({ records, pageSize, sink, contestants }: ReadCase): Goal[] {
  const { headwater } = contestants;
  if (headwater === undefined) return [];
  return SPEED.flatMap(([name, bound]) => {
    const peer = contestants[name];
    if (peer === undefined) return [];
    const where = `${records.toLocaleString('en')} records, ${pageSize} a page${sink === 'pipe' ? ', pipe' : ''}`;
    return [goal(`speed ÷ ${name} (${where})`, headwater.recordsPerSecond / peer.recordsPerSecond, bound)];
  });
}

function memoryGoals(cases: readonly ReadCase[]): Goal[] {
  const sorted = cases.filter(({ sink }) => sink === 'null').toSorted((a, b) => a.records - b.records);
  const large = sorted.at(-1);
  const small = sorted.find(({ pageSize }) => pageSize === large?.pageSize);
  const headwater = large?.contestants.headwater;
  if (large === undefined || headwater === undefined) return [];
  const at = large.records.toLocaleString('en');
  const goals: Goal[] = [];
  const add = (what: string, than: ReadResult | undefined, atMost: number) => {
    if (than !== undefined) goals.push(goal(what, headwater.peakMemoryMb / than.peakMemoryMb, { atMost }));
  };
  if (small !== undefined && small !== large) {
    add(`memory at ${at} records ÷ at ${small.records.toLocaleString('en')}`, small.contestants.headwater, 1.25);
  }
  add(`memory ÷ got (${at} records)`, large.contestants.got, 1);
  return goals;
}

function startUpGoals({ empty, commands }: StartUp): Goal[] {
  return START_UP.flatMap(([command, bound]) => {
    const ms = commands[command];
    return ms === undefined ? [] : [goal(`start-up of ${command} ÷ node -e 0`, ms / empty, bound)];
  });
}

function goal(what: string, ratio: number, bound: Bound): Goal {
  const { atLeast = 0, atMost = Infinity } = bound;
  return { what, ratio, ...bound, isMet: ratio >= atLeast && ratio <= atMost };
}
