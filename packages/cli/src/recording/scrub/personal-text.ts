import { isIP } from 'node:net';
import type { PersonalKind } from './personal-field.ts';

/** What is personal by its own form, wherever it stands. The sign in an address of e-mail may be encoded, as in URLs. */
const FORMS: readonly (readonly [PersonalKind, RegExp])[] = [
  ['email', /[\p{L}\d](?:[\p{L}\d._+'-]|%2B)*(?:@|%40)(?:[\p{L}\d-]+\.)+\p{L}{2,}/giu],
  ['phone', /(?<![\w.+-])\+\d(?:[\s().-]{0,2}\d){7,14}(?![\w.])/g],
  ['number', /(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])/g],
  ['number', /(?<![\w.-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\w-])/g],
  ['number', /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?!\w)/g],
  ['ip', /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-])/g],
  ['ip', /(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi],
];

/** Machines that belong to nobody: this one, and those of every private network. */
const LOCAL_IP = /^(?:0|10|127|255|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./;

/** Gives a text in which `replace` has put something else for whatever is personal by its form. */
export function scrubPersonalText(text: string, replace: (kind: PersonalKind, value: string) => string): string {
  return FORMS.reduce(
    (current, [kind, pattern]) =>
      current.replace(pattern, (match) => {
        if (kind === 'ip' && !isForeignIp(match)) return match;
        return match.includes('%')
          ? encodeURIComponent(replace(kind, decodeURIComponent(match)))
          : replace(kind, match);
      }),
    text,
  );
}

function isForeignIp(text: string): boolean {
  return isIP(text) !== 0 && !LOCAL_IP.test(text) && text !== '::' && text !== '::1';
}
