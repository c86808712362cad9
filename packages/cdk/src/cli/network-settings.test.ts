import { expect, test } from 'vitest';
import { networkSettings } from './network-settings.ts';

test('without variables, connections are direct and go anywhere', () => {
  const none = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined, publicOnly: false };
  expect(networkSettings({})).toEqual(none);
  expect(networkSettings({ HTTPS_PROXY: '', https_proxy: '', NO_PROXY: '', DEPLOYMENT_MODE: '' })).toEqual(none);
});

test.each(['HTTPS_PROXY', 'https_proxy'])('the proxy for https: URLs is that of %s', (name) => {
  expect(networkSettings({ [name]: 'http://p:1' }).httpsProxy).toBe('http://p:1');
});

test('each variable is known in lower and upper case, and the lower wins', () => {
  const upper = { HTTPS_PROXY: 'a', HTTP_PROXY: 'b', NO_PROXY: 'c' };
  expect(networkSettings(upper)).toMatchObject({ httpsProxy: 'a', httpProxy: 'b', noProxy: 'c' });
  const both = { ...upper, https_proxy: 'x', http_proxy: 'y', no_proxy: 'z' };
  expect(networkSettings(both)).toMatchObject({ httpsProxy: 'x', httpProxy: 'y', noProxy: 'z' });
});

test.each([
  ['cloud', true],
  ['CLOUD', true],
  [' Cloud\n', true],
  ['oss', false],
  ['cloudy', false],
])('H7: DEPLOYMENT_MODE=%j: only public addresses: %j', (mode, publicOnly) => {
  expect(networkSettings({ DEPLOYMENT_MODE: mode }).publicOnly).toBe(publicOnly);
});
