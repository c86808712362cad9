import { snakeCase } from './personal-field.ts';

/** Names whose values are secrets wherever they stand. `token` and `key` alone are not among them: pages have them, too. */
const SECRET_NAME =
  /(?:^|_)(?:access|refresh|id|bearer|session|csrf|xsrf|auth)_token$|(?:^|_)(?:client|api|app|shared|consumer|signing|webhook)_?secret$|(?:^|_)(?:api|private|secret|subscription)_?key$|^(?:pass(?:word|wd|phrase)|secret|private_key|client_assertion|assertion|code_verifier|signature|sig|jwt|session_?(?:id|key)|x_(?:amz|goog)_(?:signature|credential|security_token)|google_?access_?id|aws_?access_?key_?id)$/;

/** Headers that hold credentials. */
const SECRET_HEADER =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|(?:^|-)(?:token|key|secret|signature|password|auth)$/;

/** What begins as the keys of well-known services do, or is built as a JSON Web Token, a private key or the address of a web hook is. */
export const SECRET_FORM =
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]*?-----END (?:[A-Z]+ )*PRIVATE KEY-----|(?<![\w-])(?:(?:sk|rk|pk)_(?:live|test)_[\w]{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AKIA[\dA-Z]{16}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})(?![\w-])|(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/]+|(?<=discord(?:app)?\.com\/api\/webhooks\/\d+\/)[\w-]+/g;

/** Tells whether a field or a parameter holds a secret, by its name. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(snakeCase(name));
}

export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name.toLowerCase());
}
