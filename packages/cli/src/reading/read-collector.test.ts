import { expect, test } from 'vitest';
import { CommandError } from '../command-error.ts';
import { ReadCollector } from './read-collector.ts';

const record = (stream: string, data: string, namespace?: string): string =>
  `{"type":"RECORD","record":{"stream":"${stream}",${namespace === undefined ? '' : `"namespace":"${namespace}",`}"emitted_at":1,"data":${data}}}`;

function collect(lines: readonly string[], sampleSize = 0): ReadCollector {
  const collector = new ReadCollector({ sampleSize, onMessage: () => undefined });
  for (const line of lines) collector.add(line);
  return collector;
}

test('counts records and their bytes, whatever the writer of the line puts first', () => {
  const ours = record('orders', '{"a":"ü"}');
  const theirs = '{"record":{"data":{"a":1},"emitted_at":1,"stream":"orders"},"type":"RECORD"}';
  const [report] = collect([ours, theirs]).streams;
  expect(report).toMatchObject({ records: 2, bytes: Buffer.byteLength(ours) + Buffer.byteLength(theirs) + 2 });
});

test('streams of two namespaces are two', () => {
  const { streams } = collect([record('orders', '{}', 'eu'), record('orders', '{}', 'us'), record('orders', '{}')]);
  expect(streams.map(({ namespace, records }) => [namespace, records])).toEqual([
    ['eu', 1],
    ['us', 1],
    [undefined, 1],
  ]);
});

test('P15: the first records are kept, with integers beyond 2^53 as they came', () => {
  const [report] = collect(
    ['1152921504606846977', '2', '3'].map((id) => record('orders', `{"id":${id}}`)),
    2,
  ).streams;
  expect(report).toMatchObject({ records: 3, sample: [{ id: 1152921504606846977n }, { id: 2 }] });
});

test('takes what the connector says at the end of a stream', () => {
  const log = (message: string): string => JSON.stringify({ type: 'LOG', log: { level: 'INFO', message } });
  const { streams } = collect([
    record('orders', '{}'),
    record('events', '{}'),
    log('Read 1 records of stream "orders" in 2.5 s, pages: 3, requests: 4, retries: 5, waited: 6.0 s'),
    log('Read 1 records of stream "events" in 0.1 s, pages: 1, requests: 1'),
  ]);
  expect(streams).toMatchObject([
    { elapsedMs: 2_500, pages: 3, requests: 4, retries: 5, waitedMs: 6_000 },
    { elapsedMs: 100, pages: 1, requests: 1, retries: 0, waitedMs: 0 },
  ]);
});

test('a line that is no message is an error that shows it', () => {
  expect(() => collect(['hello'])).toThrow(
    new CommandError('The connector printed a line that is no Airbyte message: hello'),
  );
});

test('an error and a state of a connector in Python, with nulls for what is absent', () => {
  const stream_descriptor = { name: 'orders', namespace: null };
  const collector = collect([
    JSON.stringify({
      type: 'TRACE',
      trace: { type: 'ERROR', emitted_at: 1, error: { message: 'no luck', stream_descriptor: null } },
    }),
    JSON.stringify({ type: 'STATE', state: { type: 'STREAM', stream: { stream_descriptor, stream_state: null } } }),
  ]);
  expect(collector.errors).toEqual([{ message: 'no luck', failure_type: 'system_error' }]);
  expect(collector.streams).toMatchObject([{ name: 'orders', stateAfter: undefined }]);
  expect(collector.streams[0]).not.toHaveProperty('namespace');
});
