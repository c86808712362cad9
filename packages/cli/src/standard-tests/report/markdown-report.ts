import type { TestResult } from '../test-result.ts';
import { scorecardRows, skippedLines, summary, WHOLE } from './scorecard.ts';

const SIGNS = { failed: '❌', warning: '⚠️', skipped: '⏭️', passed: '✅' } as const;

/** The scorecard for a pull request. What was skipped stands in a fold. */
export function markdownReport(connector: string, results: readonly TestResult[]): string {
  const { header, rows } = scorecardRows(results);
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  const found = [
    ...results.filter(({ verdict }) => verdict === 'failed'),
    ...results.filter(({ verdict }) => verdict === 'warning'),
  ];
  return [
    `### ${connector}: ${summary(results)}`,
    '',
    row(header),
    row(header.map(() => '---')),
    ...rows.map((cells) => row(cells.map((cell, index) => (index === 0 ? `\`${cell}\`` : sign(cell))))),
    ...found.flatMap(({ test, stream, verdict, findings, advice }) => [
      '',
      `${SIGNS[verdict]} **${escape(stream ?? WHOLE)}: ${test}**`,
      '',
      ...findings.map(({ message }) => `- ${escape(message)}`),
      '',
      `  ${escape(advice)}`,
    ]),
    ...(skipped.length === 0
      ? []
      : [
          '',
          `<details><summary>${skipped.length} skipped</summary>`,
          '',
          ...skippedLines(skipped).map((line) => `- ${escape(line)}`),
          '',
          '</details>',
        ]),
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function sign(cell: string): string {
  if (cell === 'ok') return SIGNS.passed;
  if (cell.endsWith('FAILED')) return `${SIGNS.failed} ${cell.split(' ')[0]}`;
  return cell.includes('warning') ? `${SIGNS.warning} ${cell.split(' ')[0]}` : cell;
}

/** What would be taken for Markdown or HTML. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`).replaceAll('\n', ' ');
}
