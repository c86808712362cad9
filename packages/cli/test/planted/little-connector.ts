// A connector in two pages of code that keeps every promise, and runs in the process of the test. Faults are planted into what it
// says; those in how it deals with its API are breaks of its own.
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { ApiRequest, ApiResponse, Exchange } from '../../src/recording/exchange.ts';
import type { ConnectorRun, RunRequest } from '../../src/standard-tests/subject/run-connector.ts';
import { littleApi } from './little-api.ts';
import { littleSpec, littleStreams } from './little-catalog.ts';

export const config = { api_token: 'right-secret' };

/** How the connector can fail its API. */
export type Break =
  | 'gives-up'
  | 'impatient'
  | 'ignores-dates'
  | 'takes-errors-for-the-end'
  | 'takes-html-for-the-end'
  | 'stops-at-empty-pages'
  | 'fails-as-system-error'
  | 'fails-at-empty-pages'
  | 'keeps-what-came'
  | 'walks-in-circles'
  | 'ends-circles-quietly';

const ORIGIN = 'https://api.example.com';
const MOST_TRIES = 3;

/** Time in these tests: it goes on with each message, and with each wait. */
export const clock = { now: Date.UTC(2025, 0, 1) };

/** A response that the connector cannot go on with. */
class ApiError extends Error {
  readonly failureType: string;

  constructor(message: string, failureType: string) {
    super(message);
    this.failureType = failureType;
  }
}

/** What the connector answers, when nothing is wrong with it but `breaks`. */
export async function littleConnector(request: RunRequest, breaks?: Break): Promise<ConnectorRun> {
  const messages: object[] = [];
  const exchanges: Exchange[] = [];
  const { api_token: token } = (request.config ?? {}) as { readonly api_token?: string };

  switch (request.command) {
    case 'spec':
      say('SPEC', littleSpec);
      return end(0);
    case 'discover':
      say('CATALOG', { streams: littleStreams });
      return end(0);
    case 'check':
      say('CONNECTION_STATUS', await check());
      return end(0);
    case 'read':
      return end((await read()) ? 0 : 1);
  }

  async function check(): Promise<object> {
    if (token === undefined) return { status: 'FAILED', message: '"api_token" is missing' };
    try {
      await get('/tags');
      return { status: 'SUCCEEDED' };
    } catch (error) {
      return { status: 'FAILED', message: (error as Error).message };
    }
  }

  /** Whether all went well. */
  async function read(): Promise<boolean> {
    let isWell = true;
    const { streams } = request.catalog as { streams: { stream: { name: string }; sync_mode: string }[] };
    for (const { stream, sync_mode: mode } of streams) {
      const { name } = stream;
      try {
        if (littleStreams.find((one) => one.name === name)?.supported_sync_modes.includes(mode) !== true)
          throw new ApiError(`Stream "${name}" cannot be read by ${mode}`, 'config_error');
        sayStatus(name, 'STARTED');
        sayStatus(name, 'RUNNING');
        await (name === 'orders' ? readOrders(mode === 'incremental' ? startOf(name) : '') : readTags());
        sayStatus(name, 'COMPLETE');
      } catch (error) {
        isWell = breaks === 'keeps-what-came';
        if (breaks === 'keeps-what-came') continue;
        const { message, failureType } = error as ApiError;
        const failure_type = breaks === 'fails-as-system-error' ? 'system_error' : failureType;
        say('TRACE', {
          type: 'ERROR',
          emitted_at: clock.now++,
          error: { message, failure_type, stream_descriptor: { name } },
        });
        sayStatus(name, 'INCOMPLETE');
      }
    }
    return isWell;
  }

  function startOf(stream: string): string {
    const states = (request.state ?? []) as {
      stream: { stream_descriptor: { name: string }; stream_state: { updated_at?: string } };
    }[];
    const own = states.find((state) => state.stream.stream_descriptor.name === stream);
    return own?.stream.stream_state.updated_at ?? '';
  }

  async function readOrders(since: string): Promise<void> {
    const seen = new Set<string>();
    let state = since;
    for (let cursor: string | null = 'start'; cursor !== null;) {
      if (seen.has(cursor) && breaks === 'ends-circles-quietly') break;
      if (seen.has(cursor) && breaks !== 'walks-in-circles')
        throw new ApiError(`The API returned page token "${cursor}" twice`, 'system_error');
      seen.add(cursor);
      const page: { data: { updated_at: string }[]; next: string | null } = await get(
        `/orders?since=${since}&cursor=${cursor}`,
      );
      cursor = page.data.length === 0 && breaks === 'stops-at-empty-pages' ? null : page.next;
      if (page.data.length === 0 && breaks === 'fails-at-empty-pages')
        throw new ApiError('An empty page', 'system_error');
      for (const data of page.data) sayRecord('orders', data);
      state = page.data.at(-1)?.updated_at ?? state;
      sayState('orders', { updated_at: state }, page.data.length);
    }
  }

  async function readTags(): Promise<void> {
    let [count, before] = [0, ''];
    for (let page = 1, size = 3; size === 3; page++) {
      const { items } = await get(`/tags?page=${page}`);
      const text = JSON.stringify(items);
      if (text === before && breaks !== 'walks-in-circles')
        throw new ApiError('The API returned a page twice', 'system_error');
      before = text;
      for (const data of items) sayRecord('tags', data);
      size = items.length;
      count += size;
    }
    sayState('tags', { __ab_no_cursor_state_message: true }, count);
  }

  async function get(path: string): Promise<any> {
    const asked: ApiRequest = {
      method: 'GET',
      url: `${ORIGIN}${path}`,
      headers: { authorization: `Bearer ${token}` },
      body: Buffer.alloc(0),
    };
    const place = `GET ${ORIGIN}${path.split('?')[0]}`;
    for (let tries = 1; ; tries++) {
      request.alteration?.stop?.throwIfAborted();
      const reply = await send(asked);
      clock.now++;
      const isLast = tries === MOST_TRIES || breaks === 'gives-up';
      if (reply !== 'reset' && reply.status === 200 && !('cutAfter' in reply)) {
        const text = reply.body.toString();
        if (!text.startsWith('<')) return JSON.parse(text);
        if (breaks === 'takes-html-for-the-end') return { data: [], items: [], next: null };
        throw new ApiError(`The response is no JSON: ${place}`, 'system_error');
      }
      const status = reply === 'reset' ? 'reset' : reply.status;
      if (status === 401) throw new ApiError(`Request failed with status code 401: ${place}`, 'config_error');
      if (breaks === 'takes-errors-for-the-end') return { data: [], items: [], next: null };
      if (isLast) throw new ApiError(`Request failed, ${String(status)}: ${place}`, 'transient_error');
      clock.now += reply === 'reset' ? 10 : waitOf(reply);
    }
  }

  /** What comes back, as a proxy of the tests would let it. */
  async function send(asked: ApiRequest) {
    const respond = async (): Promise<ApiResponse> => {
      const response = littleApi(asked);
      exchanges.push({ request: asked, response });
      return response;
    };
    return request.alteration === undefined ? respond() : request.alteration.alter(asked, respond, clock.now);
  }

  function waitOf({ headers }: ApiResponse): number {
    const { 'retry-after': wait } = headers;
    if (wait === undefined || breaks === 'impatient') return 10;
    if (/^\d+$/.test(String(wait))) return Number(wait) * 1000;
    return breaks === 'ignores-dates' ? 10 : Date.parse(String(wait)) - clock.now;
  }

  function say(type: string, member: object): void {
    messages.push({ type, [type === 'CONNECTION_STATUS' ? 'connectionStatus' : type.toLowerCase()]: member });
  }

  function sayStatus(name: string, status: string): void {
    const stream_status = { stream_descriptor: { name }, status };
    say('TRACE', { type: 'STREAM_STATUS', emitted_at: clock.now++, stream_status });
  }

  function sayRecord(stream: string, data: object): void {
    say('RECORD', { stream, data, emitted_at: clock.now++ });
  }

  function sayState(name: string, stream_state: object, recordCount: number): void {
    say('STATE', {
      type: 'STREAM',
      stream: { stream_descriptor: { name }, stream_state },
      sourceStats: { recordCount },
    });
  }

  function end(exitCode: number): ConnectorRun {
    return {
      messages: messages as AirbyteMessage[],
      badLines: [],
      killedAt: undefined,
      exitCode,
      signal: null,
      stderr: '',
      isOverdue: false,
      exchanges,
      missing: [],
      outOfTime: [],
      isNarrowed: false,
    };
  }
}
