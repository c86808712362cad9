import { expect, test } from 'vitest';

import type { PageFault } from '../faults/fault.ts';
import { ApiError } from '../http/api-error.ts';
import { pageWindow } from './page-window.ts';

const window = (position: number, total: number, ...faults: PageFault[]) =>
  pageWindow({ position, limit: 10, total }, faults);

test.each([
  ['the first page', 0, 25, { start: 0, end: 10, next: 10 }],
  ['a page in between', 10, 25, { start: 10, end: 20, next: 20 }],
  ['a short last page', 20, 25, { start: 20, end: 25, next: undefined }],
  ['a full last page', 10, 20, { start: 10, end: 20, next: undefined }],
  ['a page past the end', 40, 25, { start: 25, end: 25, next: undefined }],
  ['an empty listing', 0, 0, { start: 0, end: 0, next: undefined }],
])('shows %s', (_, position, total, expected) => {
  expect(window(position, total)).toEqual(expected);
});

test.each<[PageFault['kind'], PageFault, number, object]>([
  ['emptyPage', { kind: 'emptyPage' }, 10, { start: 10, end: 10, next: 20 }],
  ['notAnArray', { kind: 'notAnArray' }, 10, { start: 10, end: 20, next: 20 }],
  ['loopNext', { kind: 'loopNext' }, 10, { start: 10, end: 20, next: 10 }],
  ['loopNext', { kind: 'loopNext' }, 0, { start: 0, end: 10, next: 0 }],
  ['cycleNext', { kind: 'cycleNext' }, 0, { start: 0, end: 10, next: 10 }],
  ['cycleNext', { kind: 'cycleNext' }, 10, { start: 10, end: 20, next: 0 }],
  ['samePage', { kind: 'samePage' }, 10, { start: 0, end: 10, next: 20 }],
  ['samePage', { kind: 'samePage' }, 990, { start: 0, end: 10, next: 1000 }],
  ['foreignNext', { kind: 'foreignNext', origin: 'http://evil.example' }, 20, { start: 20, end: 25, next: 30 }],
])('%s: %o from position %i', (_, fault, position, expected) => {
  expect(window(position, 25, fault)).toEqual(expected);
});

test('two faults act together', () => {
  expect(window(10, 25, { kind: 'emptyPage' }, { kind: 'loopNext' })).toEqual({ start: 10, end: 10, next: 10 });
});

test('pageTooBig: 504 for more than so many records', () => {
  expect(window(0, 25, { kind: 'pageTooBig', max: 10 })).toEqual(window(0, 25));
  const tooBig = (): unknown => window(0, 25, { kind: 'pageTooBig', max: 9 });
  expect(tooBig).toThrow(new ApiError(504, 'gateway_timeout', 'A page of 10 records takes too long'));
});
