/** A postal address as the shop's records hold it. */
export interface Address {
  readonly street: string;
  readonly city: string;
  readonly region: string | null;
  readonly postal_code: string | null;
  readonly country: string;
  readonly geo: { readonly lat: number; readonly lon: number } | null;
}

export const currencies: readonly string[] = ['EUR', 'USD', 'PLN', 'GBP'];

export const givenNames: readonly string[] =
  'André,Łucja,Søren,Zoë,陽子,María,Jürgen,Anaïs,Amina,İpek,Olga,John,Siân,Thảo,민준,Grace'.split(',');

export const familyNames: readonly string[] =
  'Müller,Kowalski,Østergård,O’Brien,日本,García,Dvořák,Lefèvre,Okafor,Yıldız,Иванова,Smith,Nguyễn,김,Ó Súilleabháin,Lee 🚀'.split(
    ',',
  );

export const tags: readonly string[] = ['vip', 'wholesale', 'newsletter', 'café', 'b2b', 'returning', '🎉 anniversary'];

const streets: readonly string[] = [
  'Straße des 17. Juni',
  'ul. Świętokrzyska',
  'Rue de l’Église',
  'High Street',
  'Calle de Alcalá',
  '神田神保町',
  'Václavské náměstí',
  'Karl Johans gate',
];

const places: readonly Omit<Address, 'street'>[] = [
  { city: 'Berlin', region: null, postal_code: '10623', country: 'DE', geo: { lat: 52.5145, lon: 13.3501 } },
  { city: 'Łódź', region: 'Łódzkie', postal_code: '90-001', country: 'PL', geo: null },
  { city: 'Orléans', region: 'Centre-Val de Loire', postal_code: '45000', country: 'FR', geo: null },
  { city: 'Leeds', region: 'West Yorkshire', postal_code: 'LS1 4DY', country: 'GB', geo: { lat: 53.8, lon: -1.55 } },
  { city: 'Madrid', region: null, postal_code: '28014', country: 'ES', geo: { lat: 40.4193, lon: -3.6931 } },
  { city: '東京', region: '東京都', postal_code: '101-0051', country: 'JP', geo: { lat: 35.6959, lon: 139.7576 } },
  { city: 'Praha', region: null, postal_code: '110 00', country: 'CZ', geo: null },
  { city: 'Dublin', region: 'Leinster', postal_code: null, country: 'IE', geo: { lat: 53.3498, lon: -6.2603 } },
];

/** Every address of the shop. Records share them, which keeps the cost of a record small. */
export const addresses: readonly Address[] = places.flatMap((place, column) =>
  streets.map((street, row) => ({ street: `${street} ${1 + row * 17 + column}`, ...place })),
);

/** What customers wrote on their orders: unicode, quotes, escapes and line ends, as free text has them. */
export const notes: readonly (string | null)[] = [
  null,
  'Please leave the parcel at the "blue" door, behind the bins',
  'Ring twice\nthen wait — the dog is friendly 🐕',
  'Zażółć gęślą jaźń',
  null,
  'ギフト包装でお願いします',
  'Près de l’église, à côté du café ☕️',
  'Path on the label: C:\\orders\\new\tand nothing else',
  null,
  'Invoice to the company, please; the VAT number is on file with the previous order',
  'Für Jürgen & Zoë 🎁',
  'Call before delivery',
];
