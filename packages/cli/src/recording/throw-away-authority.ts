import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';

const KEY_KIND = { keyType: 'ec', algorithm: 'sha256' } as const;

/** A certificate authority that lives as long as one run, and can show a certificate for any host. Its key is never written. */
export class ThrowAwayAuthority {
  /** What those who shall trust it are given, as PEM. */
  readonly cert: string;
  readonly #key: string;
  readonly #contexts = new Map<string, Promise<SecureContext>>();

  private constructor(cert: string, key: string) {
    this.cert = cert;
    this.#key = key;
  }

  static async create(): Promise<ThrowAwayAuthority> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'headwater: for one run' }], {
      ...KEY_KIND,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    return new ThrowAwayAuthority(cert, key);
  }

  /** What a connection shows that stands for a host, without brackets. */
  contextFor(host: string): Promise<SecureContext> {
    let context = this.#contexts.get(host);
    if (context === undefined) {
      context = this.#certify(host);
      this.#contexts.set(host, context);
    }
    return context;
  }

  async #certify(host: string): Promise<SecureContext> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'headwater' }], {
      ...KEY_KIND,
      ca: { cert: this.cert, key: this.#key },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host }] },
      ],
    });
    return createSecureContext({ cert, key });
  }
}
