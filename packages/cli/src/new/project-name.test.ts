import { expect, test } from 'vitest';
import { parseProjectName } from './project-name.ts';

test.each([
  ['source-billing', 'source-billing', 'Billing', 'Billing', 'BILLING'],
  ['@acme/source-google-ads', 'source-google-ads', 'Google Ads', 'GoogleAds', 'GOOGLE_ADS'],
  ['billing', 'billing', 'Billing', 'Billing', 'BILLING'],
  ['source-v2.billing_api', 'source-v2.billing_api', 'V2 Billing Api', 'V2BillingApi', 'V2_BILLING_API'],
  ['source-3cx', 'source-3cx', 'Source 3cx', 'Source3cx', 'SOURCE_3CX'],
  ['source-', 'source-', 'Source', 'Source', 'SOURCE'],
])('%s', (name, base, title, pascal, constant) => {
  expect(parseProjectName(name)).toEqual({ package: name, base, title, pascal, constant });
});

test.each([
  '',
  'Billing',
  'source billing',
  '../source-billing',
  'a/b',
  '/source-billing',
  '.source-billing',
  '-billing',
  '@acme/',
  '@/billing',
  '@acme/../billing',
  'söurce',
  'source-"billing"',
  'source\nbilling',
  'a'.repeat(215),
])('%j is no package name', (name) => {
  expect(() => parseProjectName(name)).toThrow(/is no package name\. Use lowercase letters/);
});

test.each(['fs', 'node_modules', 'headwater'])('%s is taken', (name) => {
  expect(() => parseProjectName(name)).toThrow(`"${name}" is taken. Use lowercase letters`);
});
