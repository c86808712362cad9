import { expect, test } from 'vitest';
import { isNarrowed, isSameRequest, lossProblem, timeProblem } from './answer-fit.ts';
import type { ReplayedRequest } from './start-replay.ts';

const URL = 'https://api.example.com/orders';

/** A request that was answered by what was recorded for another one. */
function replayed(asked: string, recordedFor: string, body: object = { data: [] }): ReplayedRequest {
  const request = (query: string) => ({ method: 'GET', url: `${URL}?${query}`, headers: {}, body: Buffer.alloc(0) });
  const recorded = { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
  return { request: request(asked), reply: recorded, recorded, recordedRequest: request(recordedFor) };
}

const LATER = ['since=2024-05-01', 'since=2024-01-01'] as const;
const EARLIER = ['since=2024-01-01', 'since=2024-05-01'] as const;

test.each<[string, ReplayedRequest, string | undefined]>([
  ['the same', replayed('since=2024-01-01', 'since=2024-01-01', { data: [], next: 'b' }), undefined],
  ['it holds what was asked for', replayed(...LATER, { data: [{ id: 1 }], next: 'b' }), undefined],
  ['nothing of it is in what was asked for', replayed(...LATER), undefined],
  [
    'nothing of it, though more may follow',
    replayed(...LATER, { data: [], next: 'b' }),
    `GET ${URL}?since=2024-05-01 was recorded with another "since": 2024-01-01, not 2024-05-01`,
  ],
  [
    'it begins later than what was asked for',
    replayed(...EARLIER),
    `GET ${URL}?since=2024-01-01 was recorded with another "since": 2024-05-01, not 2024-01-01`,
  ],
])('what a recorded answer may lack: %s', (_, request, expected) => {
  expect(lossProblem(request)).toBe(expected);
});

test('an answer is for another time, or has more than was asked for', () => {
  expect([timeProblem(replayed(...EARLIER)), isNarrowed(replayed(...EARLIER))]).toEqual([
    expect.stringContaining('another "since"'),
    false,
  ]);
  expect([timeProblem(replayed(...LATER)), isNarrowed(replayed(...LATER))]).toEqual([undefined, true]);
});

test.each([
  ['to=2024-05-01T10:00:00Z', 'to=2024-05-01T10:00:07Z', true],
  ['from=2024-05-01&to=2024-05-08', 'from=2024-05-08&to=2024-05-15', false],
  ['page=1', 'page=2', false],
])('%s and %s ask for the same, up to the present: %s', (one, other, expected) => {
  const { request, recordedRequest } = replayed(one, other);
  expect(isSameRequest(request, recordedRequest ?? request)).toBe(expected);
});
