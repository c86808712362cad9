import type { Fault, FaultRule } from './fault.ts';

/** The rules by which the API misbehaves. Can be changed while the API runs. */
export interface Faults {
  /**
   * Adds a rule; it counts the requests that come after this call.
   * @throws RangeError when `from` or `times` is not a positive integer (`times` may be `Infinity`)
   */
  add(rule: FaultRule): void;
  /** Removes every rule. */
  clear(): void;
}

interface CountedRule {
  readonly rule: FaultRule;
  seen: number;
}

/**
 * Keeps fault rules and says which faults a request has.
 *
 * Each rule counts its own matching requests, whether or not another rule acts on them too. All faults that are due
 * act together; where two cannot, the one added first does.
 */
export class FaultList implements Faults {
  #rules: CountedRule[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  add(rule: FaultRule): void {
    const { from = 1, times = 1 } = rule;
    if (!Number.isInteger(from) || from < 1) throw new RangeError(`"from" must be a positive integer, got ${from}`);
    if (times !== Infinity && (!Number.isInteger(times) || times < 1)) {
      throw new RangeError(`"times" must be a positive integer or Infinity, got ${times}`);
    }
    this.#rules.push({ rule, seen: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Counts a request to `path` and gives the faults it has, in the order in which their rules were added. */
  take(path: string): readonly Fault[] {
    const due: Fault[] = [];
    for (const counted of this.#rules) {
      const { from = 1, times = 1, fault } = counted.rule;
      if (!matches(counted.rule.path, path)) continue;
      counted.seen += 1;
      if (counted.seen >= from && counted.seen < from + times) due.push(fault);
    }
    return due;
  }
}

function matches(pattern: string | RegExp | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  // `search`, unlike `test`, keeps no place between calls for a pattern with the g flag.
  return typeof pattern === 'string' ? path.startsWith(pattern) : path.search(pattern) !== -1;
}
