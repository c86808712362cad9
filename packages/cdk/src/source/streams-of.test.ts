import { describe, expect, test } from 'vitest';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import { configuredCatalog, readAll } from '../testing/index.ts';
import { type AnyStream, Stream } from '../streams/stream.ts';
import { check } from './check.ts';
import { discover } from './discover.ts';
import type { CommandContext } from './read-context.ts';
import { Source } from './source.ts';

class Rows extends Stream<{ id: number }> {
  readonly name: string;
  declare readonly namespace?: string;
  readonly primaryKey = 'id';

  constructor(name: unknown, namespace?: string) {
    super();
    this.name = name as string;
    if (namespace !== undefined) Object.assign(this, { namespace });
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'integer' } } };
  }

  async *readPages() {
    yield [{ id: 1 }];
  }
}

class RowSource extends Source {
  readonly #streams: unknown;

  constructor(streams: unknown) {
    super();
    this.#streams = streams;
  }

  spec() {
    return { connectionSpecification: { type: 'object', properties: {} } };
  }

  streams() {
    return this.#streams as AnyStream[];
  }
}

function command(): CommandContext {
  return { ...testRun().context, emit() {}, async deliver() {} };
}

describe('F: streams that cannot be told apart are an error in each command, not a stream that is never read', () => {
  test.each<[string, unknown, string]>([
    ['two of one name', [new Rows('a'), new Rows('b'), new Rows('a')], 'The source has two streams named "a"'],
    ['two of one namespace', [new Rows('a', 'eu'), new Rows('a', 'eu')], 'The source has two streams named "eu.a"'],
    [
      'no name',
      [new Rows('a'), new Rows(undefined)],
      'Each stream of the source must have a name: streams()[1] has none',
    ],
    ['an empty name', [new Rows('')], 'Each stream of the source must have a name: streams()[0] has none'],
    ['no streams', [], 'streams() of the source must give a list of at least one stream, got []'],
    ['no list', undefined, 'streams() of the source must give a list of at least one stream, got nothing'],
  ])('%s', async (_what, streams, message) => {
    const source = new RowSource(streams);
    expect(await check(source, {}, command())).toMatchObject({ connectionStatus: { status: 'FAILED', message } });
    expect(await rejectionOf(discover(source, {}, command()))).toMatchObject({
      message,
      failureType: 'system_error',
    });
    const catalog = configuredCatalog({ a: 'full_refresh' });
    expect((await readAll(source, { config: {}, catalog })).errors).toMatchObject([
      { message, failure_type: 'system_error' },
    ]);
  });

  test('two of one name in two namespaces are two streams', async () => {
    const source = new RowSource([new Rows('a', 'eu'), new Rows('a', 'us'), new Rows('a')]);
    const { catalog } = await discover(source, {}, command());
    expect(catalog.streams.map(({ namespace }) => namespace)).toEqual(['eu', 'us', undefined]);
  });
});
