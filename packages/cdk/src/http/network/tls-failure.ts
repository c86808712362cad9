import { ConnectionError } from './connection-error.ts';

/** As OpenSSL writes its errors: `4073:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…`. */
const OPENSSL = /:SSL routines:[^:]*:(?<reason>[^:]+):/;

/** What hosts say that ask for a certificate of the client, or want another one. */
const REFUSED_CLIENT =
  /alert (?:certificate required|bad certificate|unknown ca|certificate unknown|certificate expired|certificate revoked|access denied|handshake failure)$/;

/** What comes of TLS with a port that speaks something else. */
const NO_TLS = /^(?:wrong version number|packet length too long|http request)$/;

/** Says what became of a TLS handshake, when that is what failed; a certificate of the host that is not trusted is another matter. */
export function tlsFailure(thrown: unknown): ConnectionError | undefined {
  const { message = '' } = thrown as { readonly message?: string };
  const reason = OPENSSL.exec(message)?.groups?.['reason'];
  if (reason === undefined) return undefined;
  if (REFUSED_CLIENT.test(reason)) {
    const what = 'the host asks for a certificate of the client, or does not accept the one it got';
    return new ConnectionError(`${what} (${reason})`, 'config_error', { cause: thrown });
  }
  const what = NO_TLS.test(reason) ? 'the host does not speak TLS on this port' : 'TLS failed';
  return new ConnectionError(`${what} (${reason})`, 'system_error', { cause: thrown });
}
