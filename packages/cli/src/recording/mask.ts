/** Stands in a recorded request for a secret, and means any value there. */
export const MASK = '****';

const CREDENTIAL_NAME =
  /(?:^|[_.\-[])(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|app|auth|subscription|private|secret|client)[_-]?key|apikey|key|sig|signature|credentials?|auth|authorization|assertion|jwt|session(?:[_-]?id)?|sid|code[_-]?verifier)\]?$/i;

/** Tokens that say where a page is, which a client needs as they are. */
const PAGE_TOKEN_NAME = /(?:page|next|prev(?:ious)?|cont(?:inuation)?|cursor|sync|delta|scroll|skip)[_-]?token/i;

/** Tells whether a header, a parameter or a field is one that holds a credential, by its name: `access_token`, `body.apiKey`. */
export function isCredentialName(name: string): boolean {
  const spelled = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return CREDENTIAL_NAME.test(spelled) && !PAGE_TOKEN_NAME.test(spelled);
}

const MADE_BY_CHANCE =
  /(?:nonce|idempotency|request[_-]?id|correlation[_-]?id|trace[_-]?id|cache[_-]?buster|timestamp)$|^_$/i;

/** Tells whether a parameter or a field is made anew for every request, by its name. */
export function isMadeByChance(name: string): boolean {
  return MADE_BY_CHANCE.test(name);
}
