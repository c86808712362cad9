import {
  all,
  drop,
  isIncremental,
  isStateOf,
  isStatus,
  orderRecords,
  type PlantedFault,
  startOf,
} from './planted-fault.ts';
import { orders } from './little-api.ts';

type Plant = NonNullable<PlantedFault['plant']>;

/** A fault in every read of orders. */
const inRead = (test: string, fault: string, finds: string, plant: Plant): PlantedFault => ({
  test,
  fault,
  finds,
  plant: (run, request) => {
    if (request.command === 'read' && orderRecords(run).length > 0) plant(run, request);
  },
});

/** A fault in a read of a catalog that is wrong. */
const inRefusal = (test: string, fault: string, finds: string, plant: Plant): PlantedFault => ({
  test,
  fault,
  finds,
  plant: (run, request) => {
    if (request.command === 'read' && run.exitCode === 1) plant(run, request);
  },
});

/** A fault in the second full refresh, of orders alone. */
const inSecond = (test: string, fault: string, finds: string, plant: Plant): PlantedFault =>
  inRead(test, fault, finds, (run, request) => {
    if (!isIncremental(request) && all(run, 'RECORD').length === orderRecords(run).length) plant(run, request);
  });

/** A fault in reads of orders that go on from a state. */
const fromState = (test: string, fault: string, finds: string, plant: Plant): PlantedFault => ({
  test,
  fault,
  finds,
  plant: (run, request) => {
    if (request.command === 'read' && startOf(request) !== undefined) plant(run, request);
  },
});

const recordMessage = (data: object): object => ({ type: 'RECORD', record: { stream: 'orders', data, emitted_at: 1 } });

export const readFaults: readonly PlantedFault[] = [
  inRead('stdout-is-clean', 'a forgotten console.log', 'no message: Got 10 orders', (run) => {
    run.badLines.push('Got 10 orders');
  }),
  inRead('no-secrets', 'the token in a log', 'a secret of the config is in a LOG message', (run) => {
    run.messages.push({ type: 'LOG', log: { level: 'INFO', message: 'Using token right-secret' } });
  }),
  inRead('no-secrets', 'the token on stderr, as base64', 'a secret of the config is in stderr', (run) => {
    run.stderr = `Authorization: Basic ${Buffer.from(':right-secret').toString('base64')}`;
  }),
  inRead('no-secrets', 'the token in a state', 'a secret of the config is in a STATE message', (run) => {
    all(run, 'STATE')[0].state.stream.stream_state.next = '/orders?api_token=right-secret';
  }),
  inRead('read-as-asked', 'exit code 1 at a good end', 'is COMPLETE, and ended badly: exit code 1', (run) => {
    run.exitCode = 1;
  }),
  inRead('read-as-asked', 'a stream that the catalog lacks', '2 RECORDs of "ghost"', (run) => {
    for (let count = 0; count < 2; count++)
      run.messages.push({ type: 'RECORD', record: { stream: 'ghost', data: {}, emitted_at: 1 } });
  }),
  inRead(
    'read-as-asked',
    'all streams, whatever the catalog says',
    'the incremental read gave what nobody asked for: 1 STATE of "tags"',
    (run) => {
      const stream = { stream_descriptor: { name: 'tags' }, stream_state: {} };
      run.messages.push({ type: 'STATE', state: { type: 'STREAM', stream } });
    },
  ),
  inRefusal('unknown-stream', 'it is passed over', 'ended with exit code 0', (run) => {
    run.exitCode = 0;
  }),
  inRefusal('unknown-stream', 'no error is said', 'gave no TRACE of type ERROR', (run) => {
    run.messages = [];
  }),
  inRefusal('unknown-sync-mode', 'it is passed over', 'gave no TRACE of type ERROR', (run) => {
    Object.assign(run, { messages: [], exitCode: 0 });
  }),
  inRead('read-completes', 'no RUNNING', 'record came after STARTED', (run) => {
    drop(run, (message) => isStatus(message, 'orders', 'RUNNING'));
  }),
  inRead('read-completes', 'no end', 'its last status is RUNNING', (run) => {
    drop(run, (message) => isStatus(message, 'orders', 'COMPLETE'));
  }),
  inRead('read-completes', 'a failure', '404 Not Found', (run) => {
    const error = { message: '404 Not Found', failure_type: 'system_error', stream_descriptor: { name: 'orders' } };
    run.messages.push({ type: 'TRACE', trace: { type: 'ERROR', emitted_at: 1, error } });
    run.exitCode = 1;
  }),
  inRead('has-records', 'the wrong path into the response', 'the stream has no records', (run) => {
    drop(run, ({ record }) => record?.stream === 'orders');
  }),
  inRead(
    'records-match-schema',
    'text for a number',
    '"total" must be number, and is string, in 25 of 25 records',
    (run) => {
      for (const { record } of orderRecords(run)) record.data.total = String(record.data.total);
    },
  ),
  inRead('records-match-schema', 'a field that nobody declared', 'not in the schema: colour', (run) => {
    orderRecords(run)[3].record.data.colour = 'red';
  }),
  inRead('records-match-schema', 'another record than declared', 'no field of the records is in the schema', (run) => {
    for (const { record } of orderRecords(run)) record.data = { attributes: record.data };
  }),
  inRead('keys-unique', 'a record twice', '1 of 26 records have the key of one before: id 1', (run) => {
    run.messages.splice(4, 0, orderRecords(run)[0]);
  }),
  inRead('keys-unique', 'a key that is null', '1 of 25 records have null or nothing in their primary key', (run) => {
    orderRecords(run)[5].record.data.id = null;
  }),
  inRead('states-cover-records', 'no STATE', 'it is COMPLETE without a STATE', (run) => {
    drop(run, (message) => isStateOf(message, 'orders'));
  }),
  inRead('states-cover-records', 'wrong counts', 'its STATE 1 says recordCount 7 after 10 records', (run) => {
    for (const { state } of all(run, 'STATE')) state.sourceStats.recordCount = 7;
  }),
  inRead('states-cover-records', 'a state of the old kind', '1 STATEs are not of the type STREAM', (run) => {
    run.messages.push({ type: 'STATE', state: { type: 'LEGACY', data: {} } });
  }),
  inSecond('read-again', 'a record is gone', '1 of 25 records are not in the second read: id 1', (run) => {
    run.messages.splice(run.messages.indexOf(orderRecords(run)[0]), 1);
  }),
  inSecond(
    'read-again',
    'the time of the read in each record',
    'differ in the second read, in read_at: id 1, 2, 3, …',
    (run) => {
      for (const { record } of orderRecords(run)) record.data.read_at = run.messages.length;
    },
  ),
  inSecond(
    'read-again',
    'all streams, whatever the catalog says',
    'the read of this stream alone gave what nobody asked for: 1 RECORD of "tags"',
    (run) => {
      run.messages.push({ type: 'RECORD', record: { stream: 'tags', data: { id: 1 }, emitted_at: 1 } });
    },
  ),
  inSecond('read-again', 'alone it cannot be read', 'alone, the stream is not read to its end', (run) => {
    drop(run, (message) => isStatus(message, 'orders', 'COMPLETE'));
  }),
  inRead('emitted-later', 'always the same time', 'the second read has a record of 0, the first ended at 0', (run) => {
    for (const { record } of orderRecords(run)) record.emitted_at = 0;
  }),
  fromState('only-newer', 'the state is not looked at', 'are older: id 1, 2, 3, …', (run) => {
    run.messages.splice(2, 0, ...orders.slice(0, 5).map(recordMessage));
  }),
  fromState(
    'nothing-skipped',
    'asks for later than the cursor',
    '1 of 25 records are skipped: id 11',
    (run, request) => {
      drop(run, ({ record }) => record?.data.updated_at === startOf(request));
    },
  ),
  fromState('nothing-skipped', 'the read fails', 'did not complete', (run) => {
    drop(run, (message) => isStatus(message, 'orders', 'COMPLETE'));
  }),
  fromState('state-advances', 'forgets where it was', 'ended at 2024-01-01T00:00:00.000Z', (run) => {
    for (const { state } of all(run, 'STATE')) state.stream.stream_state.updated_at = '2024-01-01T00:00:00.000Z';
  }),
  fromState('future-state', 'reads all when it finds nothing', 'gave 25 records', (run, request) => {
    if (Number(startOf(request)?.slice(0, 4)) > 2030) run.messages.push(...orders.map(recordMessage));
  }),
  fromState('future-state', 'no STATE when nothing came', 'gave no STATE', (run) => {
    drop(run, ({ type }) => type === 'STATE');
  }),
  inRead(
    'cursor-present',
    'null in some records',
    '1 of 25 records have null or nothing in "updated_at": id 3',
    (run) => {
      orderRecords(run)[2].record.data.updated_at = null;
    },
  ),
  inRead('cursor-present', 'a field that the API does not send', 'no record has "updated_at"', (run) => {
    for (const { record } of orderRecords(run)) delete record.data.updated_at;
  }),
  inRead('cursor-present', 'an object', '"updated_at" is neither text nor a number: id 3', (run) => {
    orderRecords(run)[2].record.data.updated_at = { date: '2024-01-03' };
  }),
  inRead(
    'cursor-order',
    'the last STATE is of the start',
    'a STATE of 2024-01-02T00:00:00Z came after one of',
    (run) => {
      const states = all(run, 'STATE').filter((message) => isStateOf(message, 'orders'));
      states.at(-1).state.stream.stream_state.updated_at = '2024-01-02T00:00:00Z';
    },
  ),
  inRead('cursor-order', 'newest first, with a STATE a page', '15 records came after a STATE past them', (run) => {
    for (const { state } of all(run, 'STATE')) {
      if (state.stream.stream_descriptor.name === 'orders')
        state.stream.stream_state.updated_at = orders[24]?.updated_at;
    }
    for (const [index, { record }] of orderRecords(run).entries()) record.data = orders[24 - index];
  }),
];
