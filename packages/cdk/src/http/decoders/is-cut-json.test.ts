import { expect, test } from 'vitest';
import { isCutJson } from './is-cut-json.ts';

const whole = '{"a":[1.5,-2e3,"x\\n\\u00fc",true,null],"b":{"c":"ü"}}';

test('each beginning of a JSON document is cut', () => {
  for (let length = 0; length < whole.length; length++) {
    expect([whole.slice(0, length), isCutJson(whole.slice(0, length))]).toEqual([whole.slice(0, length), true]);
  }
});

test.each([whole, '1', 'Internal error', '{"a":x', '{"a":1}}', '[1 2', '<html>'])('%s is not', (text) => {
  expect(isCutJson(text)).toBe(false);
});
