import type plainHttp from 'node:http';
import type secureHttp from 'node:https';

/**
 * The value of `NODE_OPTIONS` with which a program in Node can be recorded and replayed.
 *
 * @param start Where its clock starts. A connector that reads windows of time up to the present asks for what was recorded only as
 *   long as it believes in the same present. `undefined` leaves the clock alone.
 * @param others The options that there are already.
 */
export function nodeOptions(start: Date | undefined, others = ''): string {
  const code = [
    "import http from 'node:http';",
    "import https from 'node:https';",
    `(${plainAgents.toString()})(http, https);`,
    start === undefined ? '' : `(${shiftClock.toString()})(${start.getTime() - Date.now()});`,
  ].join('\n');
  return `${others} --import=data:text/javascript,${encodeURIComponent(code)}`.trim();
}

// Both functions run in the connector, as text: they use nothing but what they are given and what every Node has.

/**
 * `NODE_USE_ENV_PROXY` sends fetch through the proxy, which looks at no other variable. It does the same to the agents that all
 * share, and these then refuse the requests of clients that know the way themselves, such as axios.
 */
function plainAgents(http: typeof plainHttp, https: typeof secureHttp): void {
  http.globalAgent = new http.Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
  https.globalAgent = new https.Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
}

function shiftClock(offset: number): void {
  const RealDate = Date;
  const realNow = Date.now;
  const now = (): number => realNow() + offset;
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
}
