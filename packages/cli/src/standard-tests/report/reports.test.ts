import { expect, test } from 'vitest';
import type { TestResult } from '../test-result.ts';
import { junitXml } from './junit-xml.ts';
import { markdownReport } from './markdown-report.ts';
import { scorecard, summary } from './scorecard.ts';

const result = (more: Partial<TestResult>): TestResult => ({
  test: 'keys-unique',
  group: 'read',
  verdict: 'passed',
  findings: [],
  proves: 'No two records have the same key.',
  advice: 'Sort the request.',
  elapsedMs: 12,
  ...more,
});

const results: readonly TestResult[] = [
  result({ test: 'spec-answers', group: 'spec' }),
  result({
    stream: 'orders',
    verdict: 'failed',
    findings: [{ severity: 'failed', message: '2 of 10 records have the key of one before: id "<7>"' }],
  }),
  result({ stream: 'tags' }),
  result({
    test: 'cursor-present',
    group: 'incremental',
    stream: 'orders',
    verdict: 'warning',
    findings: [{ severity: 'warning', message: 'null in updated_at' }],
    advice: 'Choose another field.',
  }),
  result({
    test: 'cursor-present',
    group: 'incremental',
    stream: 'tags',
    verdict: 'skipped',
    reason: 'the stream has no cursor',
  }),
];

test('a scorecard for a terminal: a row a stream, then what was found and what to do', () => {
  expect(scorecard(results, 80).join('\n')).toMatchInlineSnapshot(`
    "               spec  read      incremental
      (connector)  ok
      orders             1 FAILED  1 warning
      tags               ok        –

    FAILED  orders: keys-unique
      2 of 10 records have the key of one before: id "<7>"
      → Sort the request.

    warning  orders: cursor-present
      null in updated_at
      → Choose another field."
  `);
  expect(summary(results)).toBe('2 passed, 1 warning, 1 failed, 1 skipped');
});

test('a screen of findings at most: what is more is in the file', () => {
  const many = Array.from({ length: 20 }, (_, index) => result({ ...results[1], stream: `stream ${index}` }));
  const lines = scorecard(many, 80);
  expect(lines.at(-1)).toBe('… and 12 more: --markdown FILE has all.');
});

test('a scorecard for a pull request; what came from an API is text in it', () => {
  expect(markdownReport('source-shop 1.0.0', results)).toMatchInlineSnapshot(`
    "### source-shop 1.0.0: 2 passed, 1 warning, 1 failed, 1 skipped

    |  | spec | read | incremental |
    | --- | --- | --- | --- |
    | \`(connector)\` | ✅ |  |  |
    | \`orders\` |  | ❌ 1 | ⚠️ 1 |
    | \`tags\` |  | ✅ | – |

    ❌ **orders: keys-unique**

    - 2 of 10 records have the key of one before: id "\\<7\\>"

      Sort the request.

    ⚠️ **orders: cursor-present**

    - null in updated\\_at

      Choose another field.

    <details><summary>1 skipped</summary>

    - the stream has no cursor: tags (cursor-present)

    </details>
    "
  `);
});

test('JUnit: a suite for the connector and for each stream', () => {
  expect(junitXml('source-shop 1.0.0', results)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="source-shop 1.0.0" tests="5" failures="1" errors="0" skipped="1" time="0.060">
      <testsuite name="source-shop 1.0.0 (connector)" tests="1" failures="0" errors="0" skipped="0" time="0.012">
        <testcase name="spec-answers" classname="spec.(connector)" time="0.012"/>
      </testsuite>
      <testsuite name="source-shop 1.0.0 orders" tests="2" failures="1" errors="0" skipped="0" time="0.024">
        <testcase name="keys-unique" classname="read.orders" time="0.012"><failure message="2 of 10 records have the key of one before: id &quot;&lt;7&gt;&quot;">2 of 10 records have the key of one before: id &quot;&lt;7&gt;&quot;&#10;Sort the request.</failure></testcase>
        <testcase name="cursor-present" classname="incremental.orders" time="0.012"><system-out>null in updated_at&#10;Choose another field.</system-out></testcase>
      </testsuite>
      <testsuite name="source-shop 1.0.0 tags" tests="2" failures="0" errors="0" skipped="1" time="0.024">
        <testcase name="keys-unique" classname="read.tags" time="0.012"/>
        <testcase name="cursor-present" classname="incremental.tags" time="0.012"><skipped message="the stream has no cursor"/></testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('JUnit: what XML cannot say is replaced', () => {
  const message = 'a\u0000b \u001b[31mred\u001b[0m \ud800 "&\'';
  const xml = junitXml('x', [result({ verdict: 'failed', findings: [{ severity: 'failed', message }] })]);
  expect(xml).toContain('<failure message="a\ufffdb red \ufffd &quot;&amp;\'">');
});
