import type { Exchange } from '../../src/recording/exchange.ts';
import type { PlantedFault } from './planted-fault.ts';

/** A fault in what the connector asked when it read one stream alone. */
const inExchanges = (
  test: string,
  stream: string,
  fault: string,
  finds: string,
  plant: (exchanges: Exchange[]) => void,
): PlantedFault => ({
  test,
  stream,
  fault,
  finds,
  plant: (run, request) => {
    if (request.isWatched === true) plant(run.exchanges);
  },
});

const withBody = ({ request, response }: Exchange, body: object): Exchange => ({
  request,
  response: { ...response, body: Buffer.from(JSON.stringify(body)) },
});

const TEN = Array.from({ length: 10 }, (_, id) => ({ id }));

/** A stream whose records are lost without a word when a fault hits its API. */
const losing = (test: string, finds: string): PlantedFault => ({
  test,
  fault: 'it takes the error for the end of the list',
  finds,
  breaks: 'takes-errors-for-the-end',
});

const failing = (test: string, finds: string): PlantedFault => ({
  test,
  fault: 'it does not try again',
  finds,
  breaks: 'gives-up',
});

const MISSING = 'the stream is COMPLETE, and 15 of its 25 records are missing: id 11, 12, 13, …';

export const apiFaults: readonly PlantedFault[] = [
  inExchanges('next-page-differs', 'orders', 'a parameter that the API does not know', 'page 2 of GET', (exchanges) => {
    const [first, second] = exchanges;
    if (first !== undefined && second !== undefined) exchanges[1] = { ...second, response: first.response };
  }),
  inExchanges(
    'last-page',
    'orders',
    'the last page is not read',
    'names a next page, which was not read',
    (exchanges) => {
      exchanges.pop();
    },
  ),
  inExchanges(
    'last-page',
    'orders',
    'the last page names a next one, and has no records',
    'it has no records',
    (exchanges) => {
      exchanges.splice(2, 1, withBody(exchanges[2] as Exchange, { data: [], next: 'after30' }));
    },
  ),
  inExchanges(
    'last-page',
    'orders',
    'the last page names a next one, and says something that nobody knows',
    'names a next page, which was not read: "phase" is "idle" there, and on no page before it',
    (exchanges) => {
      for (const [index, exchange] of exchanges.entries()) {
        const body = JSON.parse(exchange.response.body.toString());
        const phase = index === 2 ? { phase: 'idle', next: 'after30' } : { phase: 'busy' };
        exchanges[index] = withBody(exchange, { ...body, ...phase });
      }
    },
  ),
  inExchanges('last-page', 'orders', 'no paginator', 'has "next", and no page after it was read', (exchanges) => {
    exchanges.splice(1);
  }),
  inExchanges(
    'last-page',
    'tags',
    'a count of pages that is too small',
    'number 2, is as full as the others: 3',
    (exchanges) => {
      exchanges.pop();
    },
  ),
  inExchanges(
    'round-count',
    'tags',
    'no paginator',
    'gave exactly 10 records, and nobody asked for more',
    (exchanges) => {
      const [first] = exchanges;
      if (first !== undefined) exchanges.splice(0, exchanges.length, withBody(first, { items: TEN }));
    },
  ),
  failing('server-error', 'a 500 for GET https://api.example.com/orders?since=&cursor=after10 made the stream fail'),
  losing('server-error', MISSING),
  failing('connection-reset', 'made the stream fail: Request failed, reset'),
  losing('connection-reset', MISSING),
  failing('truncated-body', 'made the stream fail'),
  losing('truncated-body', MISSING),
  failing('rate-limit-seconds', 'a 429 with Retry-After: 1 for GET'),
  {
    test: 'rate-limit-seconds',
    fault: 'it comes back too early',
    finds: 'the connector came back in 11 ms, before it was allowed to',
    breaks: 'impatient',
  },
  {
    test: 'rate-limit-date',
    fault: 'it does not understand dates',
    finds: 'the connector came back in 11 ms, before it was allowed to',
    breaks: 'ignores-dates',
  },
  failing('rate-limit-date', 'a 429 with a date in Retry-After for GET'),
  {
    test: 'expired-token',
    fault: 'it is nothing to act on',
    finds: 'a 401 for GET https://api.example.com/orders?since=&cursor=after10 is a system_error',
    breaks: 'fails-as-system-error',
  },
  {
    test: 'expired-token',
    fault: 'the stream just ends',
    finds: 'ended the stream without an error that says why',
    breaks: 'keeps-what-came',
  },
  { test: 'html-page', fault: 'it is taken for an empty list', finds: MISSING, breaks: 'takes-html-for-the-end' },
  {
    test: 'html-page',
    fault: 'the stream just ends',
    finds: 'ended the stream, and the exit code is 0',
    breaks: 'keeps-what-came',
  },
  {
    test: 'empty-page',
    fault: 'it is taken for the end',
    finds: 'ended the read, and 5 records of later pages are missing: id 21, 22, 23, …',
    breaks: 'stops-at-empty-pages',
  },
  {
    test: 'empty-page',
    fault: 'it is taken for an error',
    finds: 'made the stream fail: An empty page',
    breaks: 'fails-at-empty-pages',
  },
  {
    test: 'self-link',
    fault: 'the read goes round for ever',
    finds: 'after 20 requests the read had not ended',
    breaks: 'walks-in-circles',
  },
  {
    test: 'self-link',
    fault: 'it is taken for the end',
    finds: 'names itself as the next page, and the stream is COMPLETE, though 5 records are missing',
    breaks: 'ends-circles-quietly',
  },
  {
    test: 'same-page',
    stream: 'tags',
    fault: 'the read goes round for ever',
    finds: 'every page of https://api.example.com/tags is the first, and after 20 requests the read had not ended',
    breaks: 'walks-in-circles',
  },
];
