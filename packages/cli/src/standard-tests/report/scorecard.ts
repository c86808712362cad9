import { truncate } from '../../terminal/show.ts';
import { table } from '../../terminal/table.ts';
import { TEST_GROUPS } from '../standard-test.ts';
import { countVerdicts, type TestResult } from '../test-result.ts';

/** Who is tested when it is no stream. */
export const WHOLE = '(connector)';

/** The verdicts in a table: a row for the connector and for each stream, a column for each group. */
export function scorecardRows(results: readonly TestResult[]): { header: string[]; rows: string[][] } {
  const groups = TEST_GROUPS.filter((group) => results.some((result) => result.group === group));
  const subjects = [...new Set(results.map(({ stream }) => stream ?? ''))].toSorted(
    (a, b) => Number(a !== '') - Number(b !== ''),
  );
  return {
    header: ['', ...groups],
    rows: subjects.map((subject) => [
      subject === '' ? WHOLE : subject,
      ...groups.map((group) => cell(results.filter((one) => (one.stream ?? '') === subject && one.group === group))),
    ]),
  };
}

/** The worst that happened, and how often. */
function cell(results: readonly TestResult[]): string {
  if (results.length === 0) return '';
  const { failed, warning, passed } = countVerdicts(results);
  if (failed > 0) return `${failed} FAILED`;
  if (warning > 0) return `${warning} warning${warning > 1 ? 's' : ''}`;
  return passed > 0 ? 'ok' : '–';
}

/** How many tests' findings are shown to people; a file has all. */
const SHOWN = 8;

/** The scorecard for a terminal: the table, then what was found and what to do. */
export function scorecard(results: readonly TestResult[], columns: number): string[] {
  const { header, rows } = scorecardRows(results);
  const lines = table(
    header.map((title) => ({ title })),
    rows,
  ).split('\n');
  const found = [
    ...results.filter(({ verdict }) => verdict === 'failed'),
    ...results.filter(({ verdict }) => verdict === 'warning'),
  ];
  for (const { test, stream, verdict, findings, advice } of found.slice(0, SHOWN)) {
    lines.push('', `${verdict === 'failed' ? 'FAILED' : 'warning'}  ${stream ?? WHOLE}: ${test}`);
    lines.push(...findings.map(({ message }) => `  ${message}`), `  → ${advice}`);
  }
  if (found.length > SHOWN) lines.push('', `… and ${found.length - SHOWN} more: --markdown FILE has all.`);
  return lines.map((line, index) => (index < rows.length + 1 ? truncate(line, columns) : line));
}

/** `61 passed, 2 warnings, 1 failed, 9 skipped`. */
export function summary(results: readonly TestResult[]): string {
  const { passed, warning, failed, skipped } = countVerdicts(results);
  return [
    `${passed} passed`,
    ...(warning > 0 ? [`${warning} warning${warning > 1 ? 's' : ''}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

/** What was skipped, a line for each reason: `the stream has no cursor: customers, products (12 tests)`. */
export function skippedLines(results: readonly TestResult[]): string[] {
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, own]) => {
    const subjects = [...new Set(own.map(({ stream }) => stream ?? WHOLE))].join(', ');
    const tests = [...new Set(own.map(({ test }) => test))].join(', ');
    return `${reason}: ${subjects} (${tests})`;
  });
}
