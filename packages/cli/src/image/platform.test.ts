import { expect, test } from 'vitest';
import { hostPlatform, isPlatform, parsePlatform, showPlatform } from './platform.ts';

test.each(['linux/amd64', 'linux/arm64', 'linux/arm64/v8', 'linux/arm/v7'])('%s', (text) => {
  expect(showPlatform(parsePlatform(text))).toBe(text);
});

test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm64/', 'linux/arm/v7/x'])('%j is no platform', (text) => {
  expect(() => parsePlatform(text)).toThrow(`"${text}" is no platform: it must be like linux/amd64`);
});

test.each([
  ['x64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  ['ppc64', 'linux/ppc64'],
])('what runs on %s here is an image for %s', (architecture, platform) => {
  expect(hostPlatform(architecture)).toBe(platform);
});

test('a variant counts only where it was asked for', () => {
  const found = { os: 'linux', architecture: 'arm64', variant: 'v8' };
  expect(isPlatform(parsePlatform('linux/arm64'), found)).toBe(true);
  expect(isPlatform(parsePlatform('linux/arm64/v8'), found)).toBe(true);
  expect(isPlatform(parsePlatform('linux/arm64/v9'), found)).toBe(false);
  expect(isPlatform(parsePlatform('linux/amd64'), undefined)).toBe(false);
});
