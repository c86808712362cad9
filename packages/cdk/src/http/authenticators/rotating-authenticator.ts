import { ConfigError } from '../../errors/config-error.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { Authenticator, AuthenticatorContext, Credentials, SpentCredentials } from './authenticator.ts';

interface Member {
  readonly authenticator: Authenticator;
  /** `2 of 3`, for messages. */
  readonly label: string;
  /** From when on it is of use, in milliseconds since the epoch; `Infinity` once the API refused it. */
  readyAt: number;
}

/**
 * Uses several credentials of the same user, each with a quota of its own: one until its quota is used up (429) or the API refuses
 * it (401), then the next, at once. When all are used up, the request waits for the one that is back first.
 *
 * @example new RotatingAuthenticator(config.api_tokens.map((token) => new BearerAuthenticator(token)))
 */
export class RotatingAuthenticator implements Authenticator {
  readonly #members: readonly Member[];
  readonly #memberOf = new WeakMap<Credentials, Member>();
  #current: Member;

  /** @throws ConnectorError when there are none. */
  constructor(authenticators: readonly Authenticator[]) {
    this.#members = authenticators.map((authenticator, index) => ({
      authenticator,
      label: `${index + 1} of ${authenticators.length}`,
      readyAt: 0,
    }));
    const [first] = this.#members;
    if (first === undefined) throw new ConnectorError('A RotatingAuthenticator needs at least one authenticator');
    this.#current = first;
  }

  /** @throws ConfigError when the API refused all of them. */
  async credentials(context: AuthenticatorContext): Promise<Credentials> {
    for (;;) {
      const member = this.#choose(context.clock.now());
      try {
        const credentials = await member.authenticator.credentials(context);
        this.#memberOf.set(credentials, member);
        return credentials;
      } catch (error) {
        // A refresh token that was revoked, for example: the others may still do.
        if (!(error instanceof ConfigError)) throw error;
        this.#leaveOut(member, error.message, context);
        if (this.#readyAt() === undefined) throw error;
      }
    }
  }

  async refresh(refused: Credentials, context: AuthenticatorContext): Promise<void> {
    const member = this.#memberOf.get(refused);
    if (member?.authenticator.refresh === undefined) this.rotate({ credentials: refused, until: Infinity }, context);
    else await member.authenticator.refresh(refused, context);
  }

  rotate({ credentials, until }: SpentCredentials, context: AuthenticatorContext): number | undefined {
    const member = this.#memberOf.get(credentials);
    if (member === undefined) return undefined;
    if (until === Infinity) this.#leaveOut(member, 'the API does not know them', context);
    else if (member.readyAt < until) {
      member.readyAt = until;
      context.logger.info(`The quota of credentials ${member.label} is used up until ${new Date(until).toISOString()}`);
    }
    return this.#readyAt();
  }

  /** The present one as long as it is of use, then the one that is ready first. */
  #choose(now: number): Member {
    const start = this.#members.indexOf(this.#current);
    const inOrder = [...this.#members.slice(start), ...this.#members.slice(0, start)];
    const [first = this.#current] = inOrder.toSorted((a, b) => Math.max(a.readyAt, now) - Math.max(b.readyAt, now));
    if (first.readyAt === Infinity) {
      throw new ConfigError(`The API refuses all credentials of the config (${this.#members.length}): check them`);
    }
    this.#current = first;
    return first;
  }

  #leaveOut(member: Member, why: string, { logger }: AuthenticatorContext): void {
    if (member.readyAt === Infinity) return;
    member.readyAt = Infinity;
    logger.warn(`Credentials ${member.label} are left out: ${why}`);
  }

  #readyAt(): number | undefined {
    const earliest = Math.min(...this.#members.map(({ readyAt }) => readyAt));
    return earliest === Infinity ? undefined : earliest;
  }
}
