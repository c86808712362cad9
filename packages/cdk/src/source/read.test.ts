import { describe, expect, test } from 'vitest';
import { ConfigError } from '../errors/config-error.ts';
import type { SyncMode } from '../protocol/catalog.ts';
import type { AirbyteMessage } from '../protocol/messages.ts';
import type { StreamState } from '../protocol/state.ts';
import type { SliceContext, StreamContext } from '../streams/contexts.ts';
import type { CursorFilter, RecordOrder } from '../streams/cursors/highest-value-cursor.ts';
import { type AnyStream, Stream } from '../streams/stream.ts';
import { testRun } from '../../test/run-context.ts';
import { configuredCatalog, inputState, readAll, type ReadAllOptions, TestClock } from '../testing/index.ts';
import { discover } from './discover.ts';
import { Source } from './source.ts';

interface Row {
  id: number;
  updated_at?: string | null;
}

/** A stream of given pages, one list of pages a slice; a page that is an error is thrown. */
class Table extends Stream<Row, number> {
  readonly name: string;
  readonly primaryKey = 'id';
  declare readonly cursorField?: 'updated_at';
  declare readonly recordOrder?: RecordOrder;
  declare readonly cursorFilter?: CursorFilter;
  pagesGiven = 0;
  declare readonly checkpointInterval?: number;
  readonly contexts: StreamContext<Partial<Row>>[] = [];
  readonly #slices: (Row[] | Error)[][];

  constructor(
    slices: (Row[] | Error)[][],
    options: Partial<Pick<Table, 'name' | 'cursorField' | 'recordOrder' | 'cursorFilter' | 'checkpointInterval'>> = {},
  ) {
    super();
    this.name = 'table';
    this.#slices = slices;
    Object.assign(this, options);
  }

  getJsonSchema() {
    return {
      type: 'object',
      properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } },
    };
  }

  override async *streamSlices() {
    yield* this.#slices.keys();
  }

  async *readPages(context: StreamContext<Partial<Row>> & { slice: number }) {
    this.contexts.push(context);
    for (const page of this.#slices[context.slice] ?? []) {
      if (page instanceof Error) throw page;
      this.pagesGiven++;
      yield page;
    }
  }
}

class TableSource extends Source {
  readonly #streams: AnyStream[];
  override readonly stopOnStreamFailure: boolean;

  constructor(streams: AnyStream[], stopOnStreamFailure = false) {
    super();
    this.#streams = streams;
    this.stopOnStreamFailure = stopOnStreamFailure;
  }

  spec() {
    return { connectionSpecification: { type: 'object', properties: {} } };
  }

  streams() {
    return this.#streams;
  }
}

const second = (seconds: number): string => `2025-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;
const rows = (...seconds: number[]): Row[] => seconds.map((value) => ({ id: value, updated_at: second(value) }));
const at = (seconds: number) => ({ updated_at: second(seconds) });

function readTable(table: Table, syncMode: SyncMode = 'incremental', options: Partial<ReadAllOptions<object>> = {}) {
  return readAll(new TableSource([table]), {
    config: {},
    catalog: configuredCatalog({ table: syncMode }),
    clock: new TestClock(),
    ...options,
  });
}

/** The story of a read in short: R for a record, S with the state and its count, and the statuses. */
function story(messages: readonly AirbyteMessage[]): string[] {
  const told: string[] = [];
  for (const message of messages) {
    if (message.type === 'RECORD') {
      const last = told.at(-1);
      if (last?.startsWith('R ')) told[told.length - 1] = `${last},${JSON.stringify(message.record.data['id'])}`;
      else told.push(`R ${JSON.stringify(message.record.data['id'])}`);
    } else if (message.type === 'STATE') {
      const { stream_state: state } = message.state.stream;
      const value =
        state['__ab_no_cursor_state_message'] === true
          ? 'done'
          : (state['updated_at'] as string | undefined)?.slice(17, 19);
      told.push(`S ${value ?? '-'} (${message.state.sourceStats.recordCount})`);
    } else if (message.type === 'TRACE') {
      told.push(message.trace.type === 'STREAM_STATUS' ? message.trace.stream_status.status : message.trace.type);
    }
  }
  return told;
}

describe('a stream without a cursor', () => {
  test('I2: says one state, at its end, that nothing can go on from', async () => {
    const result = await readTable(new Table([[[{ id: 1 }], [{ id: 2 }]], [[{ id: 3 }]]]), 'full_refresh');
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 1,2,3', 'S done (3)', 'COMPLETE']);
    expect(result.succeeded).toBe(true);
  });

  test('gets no state, whatever the state file holds', async () => {
    const table = new Table([[]]);
    await readTable(table, 'incremental', { state: inputState({ table: { updated_at: second(9) } }) });
    expect(table.contexts).toMatchObject([{ state: {}, syncMode: 'full_refresh' }]);
  });
});

describe('an unsorted stream', () => {
  const options = { cursorField: 'updated_at', checkpointInterval: 1 } as const;

  test('I1: claims its highest value only once everything is read', async () => {
    const result = await readTable(new Table([[rows(5, 3), rows(9, 1)]], options));
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 5,3,9,1', 'S 09 (4)', 'COMPLETE']);
  });

  test('I1: says nothing between its slices, for it can claim none of them', async () => {
    const result = await readTable(new Table([[rows(5)], [rows(2)], [rows(4)]], options), 'incremental', {
      state: inputState({ table: at(1) }),
    });
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 5,2,4', 'S 05 (3)', 'COMPLETE']);
  });

  test('I1: claims nothing of a slice that fails', async () => {
    const result = await readTable(new Table([[rows(5)], [rows(7), new Error('lost')]], options), 'incremental', {
      state: inputState({ table: at(1) }),
    });
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 5,7', 'S 01 (2)', 'ERROR', 'INCOMPLETE']);
    expect(result.succeeded).toBe(false);
  });

  test('gets the state that the read started from, in every slice', async () => {
    const table = new Table([[rows(5)], [rows(2)]], options);
    await readTable(table, 'incremental', { state: inputState({ table: at(1) }) });
    expect(table.contexts.map(({ state, syncMode }) => ({ state, syncMode }))).toEqual([
      { state: at(1), syncMode: 'incremental' },
      { state: at(1), syncMode: 'incremental' },
    ]);
  });
});

describe('an ascending stream', () => {
  const options = { cursorField: 'updated_at', recordOrder: 'ascending', checkpointInterval: 2 } as const;

  test('I1, P6: emits state only after the records it covers, with their number', async () => {
    const result = await readTable(new Table([[rows(1), rows(2), rows(3, 4), rows(5)]], options));
    expect(story(result.messages)).toEqual([
      'STARTED',
      'RUNNING',
      'R 1,2',
      'S 02 (2)',
      'R 3,4',
      'S 04 (2)',
      'R 5',
      'S 05 (1)',
      'COMPLETE',
    ]);
  });

  test('does not say the same state twice at its end', async () => {
    const result = await readTable(new Table([[rows(1, 2)]], options));
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 1,2', 'S 02 (2)', 'COMPLETE']);
  });

  test('H2: flushes what is safe before it fails', async () => {
    const result = await readTable(new Table([[rows(1), new Error('gone')]], options));
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 1', 'S 01 (1)', 'ERROR', 'INCOMPLETE']);
  });

  test('dlt#215: a read that breaks off is gone on with from its last state, not from the start', async () => {
    const pages = [rows(1, 2), rows(3, 4), rows(5, 6)];
    const broken = await readTable(new Table([[...pages.slice(0, 2), new Error('gone')]], options));
    const state = inputState({ table: broken.states('table').at(-1)! });
    const rest = new Table([[rows(4), ...pages.slice(2)]], options);
    const result = await readTable(rest, 'incremental', { state });
    expect(rest.contexts.map((context) => context.state)).toEqual([at(4)]);
    expect(result.states('table').at(-1)).toEqual(at(6));
  });

  test('I5: takes a claim back at once when a record breaks the promised order', async () => {
    const result = await readTable(new Table([[rows(5, 6), rows(3), rows(8, 9), rows(10)]], options));
    expect(story(result.messages)).toEqual([
      'STARTED',
      'RUNNING',
      'R 5,6',
      'S 06 (2)',
      'R 3',
      'S - (1)',
      'R 8,9,10',
      'S 10 (3)',
      'COMPLETE',
    ]);
    expect(result.logs('WARN')).toHaveLength(1);
  });

  test('C5: a state in the future gives no records and the state as it was', async () => {
    const state = { updated_at: '2030-01-01T00:00:00Z' };
    const result = await readTable(new Table([[]], options), 'incremental', { state: inputState({ table: state }) });
    expect(result.states('table')).toEqual([state]);
    expect(story(result.messages).at(-1)).toBe('COMPLETE');
  });

  test('a state without a usable value is a config_error of that stream', async () => {
    const result = await readTable(new Table([[rows(1)]], options), 'incremental', {
      state: inputState({ table: { updated_at: 'yesterday' } }),
    });
    expect(result.errors).toMatchObject([
      {
        message:
          'State of stream "table": "updated_at" must be an ISO 8601 datetime, got "yesterday". Reset the stream\'s state to read it from the start.',
        failure_type: 'config_error',
      },
    ]);
    expect(story(result.messages)).toEqual(['STARTED', 'ERROR', 'INCOMPLETE']);
  });

  test('I5: the next read gets every record that shares the highest value', async () => {
    const all = [...rows(1, 2), { id: 20, updated_at: second(2) }, { id: 21, updated_at: second(2) }, ...rows(3)];
    const since = (start: string | undefined): Row[] =>
      all.filter(({ updated_at: value }) => (value ?? '') >= (start ?? ''));
    for (let cut = 0; cut <= all.length; cut++) {
      const first = await readTable(
        new Table([[...all.slice(0, cut).map((row) => [row]), new Error('cut off')]], {
          ...options,
          checkpointInterval: 1,
        }),
      );
      const next = await readTable(
        new Table([[since(first.states('table').at(-1)?.['updated_at'] as string)]], options),
      );
      const seen = new Set([...first.records<Row>(), ...next.records<Row>()].map(({ id }) => id));
      expect(seen).toEqual(new Set(all.map(({ id }) => id)));
    }
  });
});

describe('I9: an API without a filter', () => {
  const state = inputState({ table: at(5) });

  test('a data feed, newest first, ends with the first page that has only what is older', async () => {
    const table = new Table([[rows(9, 8), rows(6, 5), rows(4, 3), rows(2, 1)]], {
      cursorField: 'updated_at',
      recordOrder: 'descending',
      cursorFilter: 'none',
    });
    const result = await readTable(table, 'incremental', { state });
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 9,8,6,5', 'S 09 (4)', 'COMPLETE']);
    expect(table.pagesGiven).toBe(3);
  });

  test('in no order, all pages are read and what is older is left out', async () => {
    const table = new Table([[rows(4, 9), rows(3, 1), rows(5, 2)]], {
      cursorField: 'updated_at',
      cursorFilter: 'none',
    });
    const result = await readTable(table, 'incremental', { state });
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 9,5', 'S 09 (2)', 'COMPLETE']);
  });

  test('without a state everything is read', async () => {
    const table = new Table([[rows(3), rows(2), rows(1)]], {
      cursorField: 'updated_at',
      recordOrder: 'descending',
      cursorFilter: 'none',
    });
    expect((await readTable(table)).records()).toHaveLength(3);
  });
});

describe('I4: a state of an earlier version', () => {
  class Migrating extends Table {
    override migrateState({ modified, ...rest }: StreamState): StreamState {
      return modified === undefined ? rest : { updated_at: modified };
    }
  }
  const migrating = () => new Migrating([[rows(5)]], { cursorField: 'updated_at' });

  test('is gone on from as one of the present', async () => {
    const table = migrating();
    const result = await readTable(table, 'incremental', { state: inputState({ table: { modified: second(3) } }) });
    expect(table.contexts[0]?.state).toEqual(at(3));
    expect(result.states('table')).toEqual([at(5)]);
  });

  test('without a state nothing is migrated', async () => {
    const table = migrating();
    table.migrateState = () => {
      throw new Error('there is nothing to migrate');
    };
    expect((await readTable(table)).succeeded).toBe(true);
  });
});

describe('a stop', () => {
  test('P4: ends after whole records with the state that covers them, without an error', async () => {
    const stop = new AbortController();
    const table = new Table([[rows(1, 2), rows(3), rows(4)]], { cursorField: 'updated_at', recordOrder: 'ascending' });
    const result = await readTable(table, 'incremental', {
      signal: stop.signal,
      onMessage: (message) => {
        if (message.type === 'RECORD' && message.record.data['id'] === 3) stop.abort();
      },
    });
    expect(story(result.messages)).toEqual([
      'STARTED',
      'RUNNING',
      'R 1,2',
      'S 02 (2)',
      'R 3',
      'S 03 (1)',
      'INCOMPLETE',
    ]);
    expect(result.succeeded).toBe(false);
  });

  test('P4: starts no further stream', async () => {
    const stop = new AbortController();
    const source = new TableSource([new Table([[rows(1)]], { name: 'one' }), new Table([[rows(2)]], { name: 'two' })]);
    const result = await readAll(source, {
      config: {},
      catalog: configuredCatalog({ one: 'full_refresh', two: 'full_refresh' }),
      signal: stop.signal,
      onMessage: (message) => (message.type === 'RECORD' ? stop.abort() : undefined),
    });
    expect(story(result.messages)).toEqual(['STARTED', 'RUNNING', 'R 1', 'INCOMPLETE']);
  });
});

describe('several streams', () => {
  const streams = () => [
    new Table([[new ConfigError('no access')]], { name: 'one' }),
    new Table([[rows(2)]], { name: 'two' }),
  ];
  const catalog = configuredCatalog({ one: 'full_refresh', two: 'full_refresh' });

  test('P8: a stream that fails does not keep the next from being read', async () => {
    const result = await readAll(new TableSource(streams()), { config: {}, catalog });
    expect(result.statuses('one')).toEqual(['STARTED', 'INCOMPLETE']);
    expect(result.statuses('two')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(result.errors).toMatchObject([{ message: 'no access', failure_type: 'config_error' }]);
    expect(result.logs('ERROR')).toEqual(['Streams that failed (1 of 2): one']);
    expect(result.succeeded).toBe(false);
  });

  test('P8: with stopOnStreamFailure it does', async () => {
    const result = await readAll(new TableSource(streams(), true), { config: {}, catalog });
    expect(result.statuses('two')).toEqual([]);
    expect(result.succeeded).toBe(false);
  });
});

test('P1: an estimate is a whole number, as the protocol has it', async () => {
  class Counted extends Table {
    override async *readPages(context: SliceContext<number, Partial<Row>>) {
      context.reportTotal?.(10.5);
      yield* super.readPages(context);
    }
  }
  const { messages } = await readTable(new Counted([[rows(1)]]));
  expect(messages.filter(({ type }) => type === 'TRACE')).toContainEqual(
    expect.objectContaining({
      trace: expect.objectContaining({ estimate: expect.objectContaining({ row_estimate: 11 }) }),
    }),
  );
});

test('F: records that break their schema are kept, counted, and said once a field', async () => {
  const table = new Table([
    [[{ id: 1 }, { id: 'two' as unknown as number }, { id: 'three' as unknown as number, updated_at: null }]],
  ]);
  const result = await readTable(table, 'full_refresh');
  expect(result.records()).toHaveLength(3);
  expect(result.logs('WARN')).toEqual([
    'Records of stream "table" break their schema: "id" must be integer, 2 times, first: record 2 has "two"',
    'Records of stream "table" break their schema: "updated_at" must be string, once, first: record 3 has null',
  ]);
  expect(result.succeeded).toBe(true);
});

test('P7: nothing follows the last status, not even what a request is told that was left behind', async () => {
  const table = new Table([[rows(1)]]);
  const later = new Table([[rows(2)]], { name: 'later' });
  const readPages = later.readPages.bind(later);
  later.readPages = (context) => {
    table.contexts[0]?.reportRateLimit(undefined);
    table.contexts[0]?.reportTotal?.(7);
    return readPages(context);
  };
  const { messages } = await readAll(new TableSource([table, later]), {
    config: {},
    catalog: configuredCatalog({ table: 'full_refresh', later: 'full_refresh' }),
    clock: new TestClock(),
    concurrency: 1,
  });
  const one = ['STARTED', 'RUNNING', 'R 1', 'S done (1)', 'COMPLETE'];
  expect(story(messages)).toEqual([...one, ...one.with(2, 'R 2')]);
});

describe('F: a schema that is no valid JSON Schema fails its stream at the start, in the words of discover', () => {
  const properties = { id: { type: 'integer' } };

  test.each<[string, unknown, string]>([
    [
      'a type that there is not',
      { type: 'objekt', properties },
      'is not a valid JSON Schema: #/type must be of array, boolean, integer, null, number, object, string, got "objekt"',
    ],
    ['a $ref that leads nowhere', { $ref: '#/nowhere' }, 'has a $ref that leads nowhere: #/nowhere'],
    ['no schema at all', undefined, 'must be an object, got nothing'],
  ])('%s', async (_case, schema, problem) => {
    const table = new Table([[rows(1)]]);
    table.getJsonSchema = () => schema as ReturnType<Table['getJsonSchema']>;
    const result = await readTable(table, 'full_refresh', { validateRecords: false });
    const message = `The schema of stream "table" ${problem}`;
    expect(result.errors).toMatchObject([{ message, stream_descriptor: { name: 'table' } }]);
    expect(story(result.messages)).toEqual(['STARTED', 'ERROR', 'INCOMPLETE']);
    expect(table.contexts).toEqual([]);
    const command = { ...testRun().context, emit: () => undefined, deliver: async () => {} };
    await expect(discover(new TableSource([table]), {}, command)).rejects.toThrow(message);
  });
});
