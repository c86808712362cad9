const SECRET_WORD =
  /^(?:.*(?:token|secret|password|passwd|passphrase|apikey|accesskey|privatekey|signature|credential|jwt)s?|key|pwd|sig|hmac|auth|authkey|authorization|assertion|session|sessionid)$/;

/** Tokens that say where a list goes on, which are what one looks for in a trace. */
const PAGE_TOKEN = /^(?:next|page|prev|continu|cursor|sync|skip|delta|resum|scroll|start|after|before)[a-z]*tokens?$/;

/** Tells a name whose value is a secret by what it is called: `api_key`, `X-Auth-Token`, `sig`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const joined = words.join('');
  // What OAuth sends back in a redirect; with another word before it, it is no secret.
  if (joined === 'code') return true;
  return words.some((word) => SECRET_WORD.test(word)) && !PAGE_TOKEN.test(joined);
}
