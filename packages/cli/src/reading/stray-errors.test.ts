import { expect, test } from 'vitest';
import type { AirbyteStream } from '@headwater/cdk/protocol';
import { strayErrors } from './stray-errors.ts';
import type { StreamReport } from './stream-report.ts';

const stream = (name: string, namespace?: string): AirbyteStream => ({
  name,
  json_schema: {},
  supported_sync_modes: ['full_refresh'],
  ...(namespace !== undefined && { namespace }),
});
const report = (name: string, namespace?: string): StreamReport => ({
  name,
  status: 'COMPLETE',
  isLimited: false,
  records: 1_200,
  bytes: 0,
  sample: [],
  ...(namespace !== undefined && { namespace }),
});

test.each<[string, StreamReport, string[]]>([
  ['what was asked for', report('orders'), []],
  ['what was asked for in a namespace', report('carts', 'eu'), []],
  [
    'a stream of the catalog',
    report('tags'),
    ['The connector gave 1,200 records of a stream "tags", which was not asked for.'],
  ],
  [
    'a stream that is in no catalog',
    report('ghost'),
    ['The connector gave 1,200 records of a stream "ghost", which its catalog does not have.'],
  ],
  [
    'another namespace',
    report('carts'),
    ['The connector gave 1,200 records of a stream "carts", which its catalog does not have.'],
  ],
])('%s', (_, one, messages) => {
  const asked = [stream('orders'), stream('carts', 'eu')];
  expect(strayErrors([one], asked, [...asked, stream('tags')]).map(({ message }) => message)).toEqual(messages);
});
