import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions } from 'node:tls';
import { ConfigError } from '../../errors/config-error.ts';

/** Certificates as PEM text, as a config field or a file holds it. Empty text is as good as none. */
export interface TlsOptions {
  /** Authorities to trust besides the usual ones, one or several in one text. @default the usual ones */
  readonly ca?: string | undefined;
  /** The client's own certificate, for APIs that ask for one; those between it and its authority may follow it. @default none */
  readonly cert?: string | undefined;
  /** The private key of `cert`. */
  readonly key?: string | undefined;
  /** What `key` is encrypted with. @default the key is not encrypted */
  readonly passphrase?: string | undefined;
  /** The name in the API's certificate, where it is not the host's. @default the host's */
  readonly servername?: string | undefined;
}

export interface SecureContexts {
  /** For the API. */
  readonly own: SecureContext;
  /** For a proxy: trusts the same authorities, and shows no certificate. */
  readonly proxy: SecureContext;
}

/**
 * What connections are secured with, made once and shared by all of a client.
 *
 * @returns `undefined` when nothing but the usual is asked for.
 * @throws ConfigError that says which text is no certificate or key, or which two do not belong together.
 */
export function secureContexts({
  ca = '',
  cert = '',
  key = '',
  passphrase = '',
}: TlsOptions): SecureContexts | undefined {
  if (ca === '' && cert === '' && key === '') return undefined;
  const trusted = ca === '' ? {} : { ca: [...getCACertificates('default'), ...certificates(ca, 'tls.ca')] };
  const identity = cert === '' && key === '' ? {} : identityOf(cert, key, passphrase);
  return { own: createSecureContext({ ...trusted, ...identity }), proxy: createSecureContext(trusted) };
}

/** The texts among the options that must never be printed, also as they are read. */
export function tlsSecrets({ key = '', passphrase = '' }: TlsOptions): string[] {
  return [key, pemText(key), passphrase].filter((secret) => secret !== '');
}

function identityOf(cert: string, key: string, passphrase: string): SecureContextOptions {
  if (cert === '' || key === '') {
    throw new ConfigError(`tls.cert and tls.key belong together: ${cert === '' ? 'tls.cert' : 'tls.key'} is missing`);
  }
  const chain = certificates(cert, 'tls.cert');
  const privateKey = privateKeyOf(key, passphrase);
  if (!new X509Certificate(chain[0] ?? '').checkPrivateKey(privateKey)) {
    throw new ConfigError('tls.key is not the private key of the first certificate in tls.cert');
  }
  return { cert: chain.join('\n'), key: pemText(key), ...(passphrase !== '' && { passphrase }) };
}

function certificates(text: string, name: string): string[] {
  const found = pemText(text).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) {
    throw new ConfigError(`${name} has no certificate in PEM form, which begins with "-----BEGIN CERTIFICATE-----"`);
  }
  for (const [index, certificate] of found.entries())
    readCertificate(certificate, `${index + 1} of ${found.length} in ${name}`);
  return found;
}

function readCertificate(pem: string, place: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new ConfigError(`Certificate ${place} cannot be read`, { cause });
  }
}

function privateKeyOf(text: string, passphrase: string): KeyObject {
  const key = pemText(text);
  const isEncrypted = key.includes('ENCRYPTED');
  try {
    return createPrivateKey({ key, ...(passphrase !== '' && { passphrase }) });
  } catch {
    // Without its cause, which may quote the key.
    if (isEncrypted && passphrase === '') throw new ConfigError('tls.key is encrypted, and tls.passphrase is missing');
    if (isEncrypted) throw new ConfigError('tls.key cannot be opened with tls.passphrase');
    throw new ConfigError('tls.key is no private key in PEM form, or it is cut off');
  }
}

/** The lines of a PEM text, which a form with one line has joined by blanks, and JSON that was escaped twice by `\n`. */
function pemText(text: string): string {
  return text
    .trim()
    .replaceAll(String.raw`\n`, '\n')
    .replace(
      /(-----BEGIN [A-Z0-9 ]+-----)([^-]*)(-----END [A-Z0-9 ]+-----)/g,
      (_, begin: string, body: string, end: string) => [begin, ...body.trim().split(/\s+/), end].join('\n'),
    );
}
