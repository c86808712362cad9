import { relative } from 'node:path';

/** `12 ms`, `1.5 s`, `3 min 20 s`. */
export function showTime(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `812 B`, `1.4 kB`, `20 MB`: in thousands, as disks and networks count. */
export function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `1,234,567`. */
export function showCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 record`, `1,234 records`. */
export function counted(count: number, what: string): string {
  return `${showCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** A path from the folder that the user is in. */
export function showPath(path: string, cwd: string): string {
  return relative(cwd, path) || '.';
}

/** At most `length` characters, the last an ellipsis where something was cut. */
export function truncate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}

/** A text of which no line is longer than `width`. */
export function fitLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => truncate(line, width))
    .join('\n');
}

/** What a terminal obeys instead of showing it, and what turns the order of signs around; line ends and tabs are not among them. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A text of others as it may go to a terminal: what that would obey is shown as JSON has it, `\u001b`. */
export function showControls(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROLS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A name of others in one line. */
export function showName(name: string): string {
  return showControls(name).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
