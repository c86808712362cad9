import { expect, test } from 'vitest';
import { personalKind, type PersonalKind } from './personal-field.ts';

test.each<[string, PersonalKind]>([
  ['email', 'email'],
  ['emailAddress', 'email'],
  ['work_e_mail', 'email'],
  ['contact_emails', 'email'],
  ['phone', 'phone'],
  ['Mobile Number', 'phone'],
  ['first_name', 'name'],
  ['lastName', 'name'],
  ['customer_name', 'name'],
  ['username', 'handle'],
  ['login', 'handle'],
  ['street', 'address'],
  ['addressLine1', 'address'],
  ['address_2', 'address'],
  ['postalCode', 'address'],
  ['city', 'address'],
  ['ip_address', 'ip'],
  ['remote_ip', 'ip'],
  ['dateOfBirth', 'birthday'],
  ['iban', 'number'],
  ['ssn', 'number'],
  ['latitude', 'coordinate'],
])('%s is personal: %s', (name, kind) => {
  expect(personalKind([name], [name])).toBe(kind);
});

test.each([
  'id',
  'name',
  'title',
  'description',
  'status',
  'email_id_count_total',
  'shipping',
  'zipped',
  'city_count',
  'country',
  'filename',
  'created_at',
  'description_line',
  'product_name',
  'latency',
])('%s is not', (name) => {
  expect(personalKind([name], [name, 'id'])).toBeUndefined();
});

test.each([
  ['of a person', ['data', 'customer', 'name'], ['id', 'name'], 'name'],
  ['of whoever did it', ['created_by', 'displayName'], ['displayName'], 'name'],
  ['beside an address of e-mail', ['data', 'name'], ['id', 'name', 'email'], 'name'],
  ['beside a family name', ['name'], ['name', 'lastName'], 'name'],
  ['of a product', ['data', 'product', 'name'], ['id', 'name', 'price'], undefined],
  ['of a place', ['warehouse', 'name'], ['name', 'city', 'street'], undefined],
])('a name %s', (_, path, siblings, kind) => {
  expect(personalKind(path, siblings)).toBe(kind);
});
