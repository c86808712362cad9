import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { RunConnector } from '../../src/standard-tests/subject/run-connector.ts';
import { littleConnector } from './little-connector.ts';
import { type Order, orders } from './little-api.ts';

type Positions = Readonly<Record<string, string>>;

/** The partitions, in the order in which they are read: the later orders come first. */
const PARTS: Readonly<Record<string, readonly Order[]>> = { late: orders.slice(12), early: orders.slice(0, 12) };
const LOOKBACK_MS = 2 * 86_400_000;

/**
 * The little connector with orders in two partitions, a STATE after each; a read from a state begins two days before the position of
 * a partition.
 *
 * @param ended What the last STATE says of each partition.
 */
export function partitionedOrders(ended = (positions: Positions): Positions => positions): RunConnector {
  return async (request) => {
    const run = await littleConnector(request.command === 'read' ? { command: 'spec' } : request);
    if (request.command !== 'read') return run;
    const messages: object[] = [];
    const stream_descriptor = { name: 'orders' };
    const say = (status: string): void => {
      messages.push({
        type: 'TRACE',
        trace: { type: 'STREAM_STATUS', emitted_at: 0, stream_status: { stream_descriptor, status } },
      });
    };
    say('STARTED');
    say('RUNNING');
    let positions = startOf(request.state);
    for (const [part, all] of Object.entries(PARTS)) {
      const since = Date.parse(positions[part] ?? '2000-01-01') - LOOKBACK_MS;
      const found = all.filter(({ updated_at: at }) => Date.parse(at) >= since);
      for (const data of found) messages.push({ type: 'RECORD', record: { stream: 'orders', data, emitted_at: 0 } });
      const before = positions[part] ?? '';
      const last = found.at(-1)?.updated_at ?? '';
      positions = { ...positions, [part]: last > before ? last : before };
      if (part === 'early') positions = ended(positions);
      const stream_state = stateOf(positions);
      messages.push({
        type: 'STATE',
        state: {
          type: 'STREAM',
          stream: { stream_descriptor, stream_state },
          sourceStats: { recordCount: found.length },
        },
      });
    }
    say('COMPLETE');
    return { ...run, messages: messages as AirbyteMessage[] };
  };
}

/** As partitioned streams write it, with what the last read took. */
function stateOf(positions: Positions): object {
  return {
    use_global_cursor: false,
    states: Object.entries(positions).map(([part, at]) => ({ partition: { part }, cursor: { updated_at: at } })),
    state: { updated_at: Object.values(positions).toSorted().at(-1) },
    lookback_window: 1,
  };
}

function startOf(state: readonly object[] = []): Positions {
  const [own] = state as {
    stream: { stream_state: { states: { partition: { part: string }; cursor: { updated_at: string } }[] } };
  }[];
  const states = own?.stream.stream_state.states ?? [];
  return Object.fromEntries(states.map(({ partition, cursor }) => [partition.part, cursor.updated_at]));
}
