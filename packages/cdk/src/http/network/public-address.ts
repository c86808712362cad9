import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { nonPublicRange } from './address-range.ts';
import { ConnectionError } from './connection-error.ts';

/** Refuses a host that is itself an address, when it is no public one. A name passes: `publicLookup` sees what it resolves to. */
export function refusalOf(host: string): ConnectionError | undefined {
  const range = isIP(host) === 0 ? undefined : nonPublicRange(host);
  return range === undefined ? undefined : refusal(`${host} is ${range} address`);
}

/**
 * A resolver for sockets that fails when one of the addresses it finds is not public. A socket connects to nothing but what its
 * resolver gave, so an answer that changes afterwards changes nothing.
 *
 * @param resolve Finds the addresses. @default the system's
 */
export function publicLookup(resolve: LookupFunction = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const addresses = found as LookupAddress[];
      for (const { address } of addresses) {
        const range = nonPublicRange(address);
        if (range !== undefined) return callback(refusal(`${hostname} resolves to ${address}, ${range} address`), '');
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** So long an answer is waited for that somebody else looks up again. */
const SECOND_OPINION_MS = 1000;

/**
 * Refuses a host whose addresses, as they are known here, are not public: for one that a proxy looks up again. That it is not known
 * here, or not soon, says nothing.
 */
export function requirePublic(host: string, resolve?: LookupFunction): Promise<void> {
  return new Promise((done, reject) => {
    const timer = setTimeout(done, SECOND_OPINION_MS);
    publicLookup(resolve)(host, { all: true }, (error) => {
      clearTimeout(timer);
      if (error instanceof ConnectionError) reject(error);
      else done();
    });
  });
}

function refusal(what: string): ConnectionError {
  return new ConnectionError(`${what}. With DEPLOYMENT_MODE=cloud only public addresses are asked`, 'config_error');
}
