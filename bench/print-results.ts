import { CONTESTANT_NAMES } from './contestant.ts';
import type { BenchResults, Goal, ReadCase, StartUp } from './results.ts';

/** The results for a person: one screen. */
export function printResults(results: BenchResults): string {
  const { cases, startUp, goals, skipped, node, cpu, cores, load } = results;
  const lines = [
    `Node ${node}, ${cores} × ${cpu}, load ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after`,
    '',
    columns(['records', 'a page', 'stdout', 'contestant', 'records/s', 'MB/s', 'peak MB', 'ms', 'CPU ms', '±'], WIDTHS),
    ...cases.flatMap(caseLines),
    '',
    `Start-up, ms: ${startUpText(startUp)}`,
    `A read of ten records, ms: ${pairs(startUp.firstPage)}`,
    '',
    ...goals.map(goalLine),
    ...Object.entries(skipped).map(([name, reason]) => `${name} took no part: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

const WIDTHS = [9, 6, 6, -10, 9, 6, 7, 6, 6, 5];

/** Pads each cell to its width, text to the left where the width is negative. */
function columns(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, nth) => {
      const width = widths[nth] ?? 0;
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
    })
    .join('  ');
}

function caseLines({ records, pageSize, sink, contestants }: ReadCase): string[] {
  const present = CONTESTANT_NAMES.flatMap((name) => {
    const result = contestants[name];
    return result === undefined ? [] : [{ name, result }];
  });
  return present.map(({ name, result }, nth) => {
    const size = nth === 0 ? [records.toLocaleString('en'), String(pageSize), sink] : ['', '', ''];
    const spread = (Math.max(...result.roundsMs) - Math.min(...result.roundsMs)) / 2 / result.ms;
    return columns(
      [
        ...size,
        name,
        Math.round(result.recordsPerSecond).toLocaleString('en'),
        result.megabytesPerSecond.toFixed(0),
        result.peakMemoryMb.toFixed(0),
        result.ms.toFixed(0),
        result.cpuMs.toFixed(0),
        `${(spread * 100).toFixed(0)} %`,
      ],
      WIDTHS,
    );
  });
}

function startUpText({ empty, commands }: StartUp): string {
  return `node -e 0 ${empty.toFixed(0)}${Object.keys(commands).length === 0 ? '' : `, ${pairs(commands)}`}`;
}

function pairs(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, ms]) => `${name} ${ms.toFixed(0)}`)
    .join(', ');
}

function goalLine({ what, ratio, atLeast, atMost, isMet }: Goal): string {
  const text = `${ratio.toFixed(2).padStart(6)}  ${what.padEnd(52)}`;
  if (atLeast !== undefined) return `${text}goal ≥ ${atLeast.toFixed(2)}  ${isMet ? 'met' : 'NOT MET'}`;
  if (atMost !== undefined) return `${text}goal ≤ ${atMost.toFixed(2)}  ${isMet ? 'met' : 'NOT MET'}`;
  return text.trimEnd();
}
