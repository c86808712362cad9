import { showName } from './show.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. @default 'left' */
  readonly align?: 'left' | 'right';
}

/** A table without lines, two spaces between columns. A column that has nothing to show in any row is left out. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], indent = '  '): string {
  const names = rows.map((row) => row.map(showName));
  const shown = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ index }) => names.some((row) => row[index]));
  const widths = shown.map(({ title, index }) =>
    Math.max(title.length, ...names.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    shown
      .map(({ align }, place) => {
        const cell = cells[place] ?? '';
        return align === 'right' ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const lines = [shown.map(({ title }) => title), ...names.map((row) => shown.map(({ index }) => row[index] ?? ''))];
  return lines.map((cells) => `${indent}${line(cells)}`).join('\n');
}
