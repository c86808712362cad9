/** What a personal value is, which decides what stands in for it. */
export type PersonalKind =
  'email' | 'phone' | 'name' | 'handle' | 'address' | 'number' | 'ip' | 'birthday' | 'coordinate';

/** By the name of a field, in snake case; the first that fits. */
const FIELDS: readonly (readonly [PersonalKind, RegExp])[] = [
  ['email', /(?:^|_)e?_?mails?(?:_address(?:es)?)?$|^email_?(?:\d|home|work|private|business|primary|secondary)$/],
  ['ip', /(?:^|_)ip(?:_?v[46])?(?:_addr(?:ess)?)?$|(?:^|_)mac_addr(?:ess)?$/],
  ['phone', /(?:^|_)(?:phone|mobile|cell|fax|tel|telephone|whats_?app|msisdn)(?:_(?:number|no|nr))?s?$/],
  ['handle', /(?:^|_)(?:user_?name|login|screen_name|handle|nick_?name)$/],
  ['birthday', /(?:^|_)(?:dob|birth_?(?:day|date)|date_of_birth)$/],
  ['coordinate', /^(?:lat|latitude|lng|lon|long|longitude)$/],
  ['number', /(?:^|_)(?:ssn|tax_(?:id|number)|vat_(?:id|number)|passport(?:_number)?)$/],
  ['number', /(?:^|_)(?:national_id|iban|bank_account|account_number|card_number|license_plate|driver_?s?_license)$/],
  [
    'address',
    /(?:^|_)(?:zip|postal|post)_?code$|^zip$|(?:^|_)(?:street|address|addr)(?:_?line)?(?:_?\d)?$|^(?:line_?\d|city|town|house_number)$/,
  ],
  ['name', /(?:^|_)(?:first|last|middle|given|family|full|legal|maiden|contact|customer|user|author)_?names?$/],
  ['name', /(?:^|_)(?:owner|recipient|sender|card_?holder|account_holder|patient|employee|billing|shipping)_?name$/],
  ['name', /^(?:surname|forename|initials|salutation)$/],
];

/** Fields that name a person only where a person is meant. */
const NAME_OF_ANYTHING = /^(?:display_?|real_?)?name$/;
const PEOPLE =
  /^(?:customer|user|person|people|contact|member|employee|author|owner|assignee|reporter|creator|sender|recipient|attendee|guest|patient|student|teacher|lead|candidate|applicant|subscriber|actor|agent|driver|collaborator|participant|profile|me|from|(?:created|updated|modified|billed|shipped)_(?:by|to)|(?:billing|shipping)(?:_address|_details)?|buyer|seller)s?$/;

/** `firstName`, `First Name` and `first-name` as `first_name`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}

/**
 * What a field holds of a person, by its name; `undefined` for all others.
 *
 * @param path The names that lead to it, the outermost first; lists have none.
 * @param siblings The names of all fields of its object.
 */
export function personalKind(path: readonly string[], siblings: readonly string[]): PersonalKind | undefined {
  const name = snakeCase(path.at(-1) ?? '');
  const kind = kindOf(name);
  if (kind !== undefined || !NAME_OF_ANYTHING.test(name)) return kind;
  const isOfPerson =
    PEOPLE.test(snakeCase(path.at(-2) ?? '')) || siblings.some((one) => isOfPersonOnly(snakeCase(one)));
  return isOfPerson ? 'name' : undefined;
}

function kindOf(name: string): PersonalKind | undefined {
  return FIELDS.find(([, pattern]) => pattern.test(name))?.[0];
}

/** Things have addresses and numbers, too. */
function isOfPersonOnly(name: string): boolean {
  return ['email', 'name', 'birthday'].includes(kindOf(name) ?? '');
}
