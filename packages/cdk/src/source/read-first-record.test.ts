import { expect, test } from 'vitest';
import { testRun } from '../../test/run-context.ts';
import type { SliceContext } from '../streams/contexts.ts';
import { DatetimeWindows } from '../streams/cursors/datetime-windows.ts';
import { ListPartitions } from '../streams/partitions/list-partitions.ts';
import { Stream } from '../streams/stream.ts';
import { readFirstRecord } from './read-first-record.ts';

interface Row {
  readonly id: number;
  readonly at: string;
}

/** Gives the rows of one page after another, and keeps what it was asked for. */
class Table extends Stream<Row, any> {
  readonly name = 'table';
  readonly primaryKey = 'id';
  override readonly cursorField = 'at';
  readonly asked: SliceContext<any, any>[] = [];
  readonly #pages: readonly Row[][];

  constructor(pages: readonly Row[][], options: Partial<Stream<Row, any>> = {}) {
    super();
    this.#pages = pages;
    Object.assign(this, options);
  }

  getJsonSchema() {
    return { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } };
  }

  async *readPages(context: SliceContext<any, any>) {
    this.asked.push(context);
    for (const page of this.#pages) yield page;
  }
}

const row = (id: number): Row => ({ id, at: '2025-01-01T00:00:00Z' });

test('gives the first record, on whatever page it is', async () => {
  expect(await readFirstRecord(new Table([[], [row(1), row(2)]]), testRun().context)).toEqual(row(1));
});

test('of the first partition, also where that has none', async () => {
  const table = new Table([[]], { partitions: new ListPartitions([{ shop: 1 }, { shop: 2 }]) });
  expect(await readFirstRecord(table, testRun().context)).toBeUndefined();
  expect(table.asked.map(({ slice }) => slice)).toEqual([{ shop: 1 }]);
});

test('of the first record of the parent', async () => {
  const parent = new Table([[row(1), row(2)], [row(3)]]);
  const child = new Table([[row(11)]], { parent });
  expect(await readFirstRecord(child, testRun().context)).toEqual(row(11));
  expect(child.asked.map(({ slice }) => slice)).toEqual([row(1)]);
});

test('of the first window', async () => {
  const table = new Table([[row(1)]], { windows: new DatetimeWindows({ start: '2025-12-01', step: 'P1D' }) });
  await readFirstRecord(table, testRun().context);
  expect(table.asked.map(({ window }) => window?.start)).toEqual(['2025-12-01T00:00:00Z']);
});

test('is nothing where there are no partitions', async () => {
  const table = new Table([[row(1)]], { partitions: new ListPartitions([]) });
  expect(await readFirstRecord(table, testRun().context)).toBeUndefined();
  expect(table.asked).toEqual([]);
});
