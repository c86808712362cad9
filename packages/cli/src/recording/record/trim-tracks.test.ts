import { expect, test } from 'vitest';
import type { Track } from './track.ts';
import { hasWindows, trimTracks } from './trim-tracks.ts';

/** A page of a day: how many records it has. */
function page(day: number, offset: number, records: number): Track {
  const url = `https://api.example.com/reports?from=2024-01-0${day}&offset=${offset}`;
  const list = Array.from({ length: records }, (_, index) => ({ day, id: offset + index }));
  const body = Buffer.from(JSON.stringify({ rows: list }));
  const request = { method: 'GET', url, headers: {}, body: Buffer.alloc(0) };
  return { request, responses: [{ status: 200, headers: {}, body }], owner: 'reports', isSecond: false };
}

/** `day/offset: ids` of what is kept. */
function kept(tracks: readonly Track[]): string[] {
  return tracks.map(({ request, responses: [response] }) => {
    const { searchParams: params } = new URL(request.url);
    const { rows } = JSON.parse(response?.body.toString() ?? '');
    const ids = rows.map(({ id }: { id: number }) => id).join();
    return `${params.get('from')?.slice(-1)}/${params.get('offset')}: ${ids}`;
  });
}

const days = [
  page(1, 0, 0),
  ...[2, 3, 4, 5, 6].flatMap((day) => [page(day, 0, 4), page(day, 4, 4), page(day, 8, 2)]),
  page(7, 0, 0),
];

test('of windows the first with records and the last are kept, each with its pages; the others are asked for and empty', () => {
  expect(kept(trimTracks(days, { records: undefined, lastRecords: 2, pages: 2, windows: 3 }))).toEqual([
    '1/0: ',
    '2/0: 0,1,2,3',
    '2/4: 8,9',
    '3/0: 0,1,2,3',
    '3/4: 8,9',
    '4/0: ',
    '5/0: ',
    '6/0: 0,1,2,3',
    '6/4: 8,9',
    '7/0: ',
  ]);
});

test('not told apart, all pages of a place are one chain', () => {
  const trim = { records: 1, lastRecords: 1, pages: 2 };
  expect(kept(trimTracks(days.slice(1, 7), trim))).toEqual(['2/0: 3', '2/4: 9']);
});

test('a list without windows has none', () => {
  expect([hasWindows(days), hasWindows(days.slice(1, 4))]).toEqual([true, false]);
});
