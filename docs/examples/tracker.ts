// An issue tracker whose API says what went wrong in ways of its own, and has limits.
import {
  type BackoffContext,
  type BackoffStrategy,
  BearerAuthenticator,
  CursorPaginator,
  FixedWindowLimit,
  HeaderLimit,
  HttpClient,
  HttpStream,
  MovingWindowLimit,
  type OutgoingRequest,
  type PageContext,
  Source,
  WaitTimeFromBody,
  WaitUntilTimeFromHeader,
} from '@headwater/cdk';

interface Config {
  token: string;
}

interface Issue {
  id: number;
}

const schema = { type: 'object', properties: { id: { type: 'integer' } } };

// #region rules
export function makeClient({ token }: Config) {
  return new HttpClient({
    urlBase: 'https://tracker.example.com/api',
    authenticator: new BearerAuthenticator(token),
    responseRules: [
      // It answers 200 to what it did not do.
      { body: { path: 'error', equals: 'try_later' }, action: 'retry' },
      // Its quota is a 403, as is a plan without API access.
      { status: 403, headers: { 'X-Quota-Left': '0' }, action: 'rate-limited' },
      {
        status: 403,
        body: { path: 'error', equals: ['no_api', 'trial_over'] },
        action: 'fail',
        failureType: 'config_error',
        message: 'The plan of this account has no API access',
      },
      { status: '5xx', when: (response) => response.text().includes('maintenance'), action: 'fail' },
    ],
    retry: {
      backoff: [
        new WaitUntilTimeFromHeader({ header: 'X-Quota-Reset', onlyRateLimited: true }),
        new WaitTimeFromBody({ path: 'retry_in' }),
      ],
    },
  });
}
// #endregion

class Issues extends HttpStream<Issue> {
  readonly name = 'issues';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/issues';
  getJsonSchema = () => schema;
}

// #region stream-rules
class Votes extends HttpStream<Issue, Issue> {
  readonly name = 'votes';
  readonly primaryKey = 'id';
  readonly parent = new Issues(this.client);
  // An issue that is closed for voting has no list.
  readonly responseRules = [{ status: [404, 410], action: 'ignore' }] as const;
  path = ({ slice: issue }: PageContext<Issue, Issue>) => `/issues/${issue.id}/votes`;
  getJsonSchema = () => schema;
}
// #endregion

// #region own-backoff
const HOUR_MS = 3_600_000;

/** This API counts anew at the beginning of each hour, and does not say so. */
export class UntilNextHour implements BackoffStrategy {
  wait({ now }: BackoffContext) {
    return { ms: HOUR_MS - (now % HOUR_MS) };
  }
}
// #endregion

// #region limits
export function makeLimitedClient({ token }: Config) {
  return new HttpClient({
    urlBase: 'https://tracker.example.com/api',
    authenticator: new BearerAuthenticator(token),
    rateLimits: [
      new MovingWindowLimit({ requests: 10, perMs: 1000 }),
      new FixedWindowLimit({
        requests: 5000,
        perMs: 86_400_000,
        startsAt: '2026-01-01T00:00:00Z',
        name: 'daily quota',
      }),
      new MovingWindowLimit({ requests: 20, perMs: 60_000, method: 'POST', path: '/search' }),
    ],
  });
}
// #endregion

// #region weights
export const points = new MovingWindowLimit({
  name: 'points',
  requests: 1000,
  perMs: 60_000,
  weight: ({ url }: OutgoingRequest) => (url.searchParams.get('expand') === 'all' ? 10 : 1),
});
// #endregion

// #region header-limit
export const told = [
  new HeaderLimit({ remaining: 'X-Minute-Left', reset: 'X-Minute-Reset' }),
  new HeaderLimit({ remaining: 'X-Day-Left', reset: 'X-Day-Reset' }),
];
// #endregion

export class Tracker extends Source<Config> {
  readonly #makeClient: (config: Config) => HttpClient;

  constructor(clientOf: (config: Config) => HttpClient = makeClient) {
    super();
    this.#makeClient = clientOf;
  }

  spec = () => ({ connectionSpecification: { type: 'object' } });

  streams(config: Config) {
    const client = this.#makeClient(config);
    return [new Issues(client), new Votes(client)];
  }
}
