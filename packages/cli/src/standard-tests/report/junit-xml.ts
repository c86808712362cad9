import { stripVTControlCharacters } from 'node:util';
import type { TestResult } from '../test-result.ts';
import { WHOLE } from './scorecard.ts';

/**
 * The results as JUnit XML, which every CI shows: a suite for the connector and for each stream. A warning is a test that passed, with
 * its text in `system-out`.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function junitXml(connector: string, results: readonly TestResult[]): string {
  const subjects = [...new Set(results.map(({ stream }) => stream))];
  const suites = subjects.map((subject) => {
    const own = results.filter(({ stream }) => stream === subject);
    const name = `${connector} ${subject ?? WHOLE}`;
    return [`  <testsuite ${attributes({ name, ...counts(own) })}>`, ...own.map(testCase), '  </testsuite>'].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: connector, ...counts(results) })}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(results: readonly TestResult[]): Record<string, string> {
  const ms = results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  const countOf = (wanted: TestResult['verdict']): string =>
    String(results.filter(({ verdict }) => verdict === wanted).length);
  return {
    tests: String(results.length),
    failures: countOf('failed'),
    errors: '0',
    skipped: countOf('skipped'),
    time: seconds(ms),
  };
}

function testCase({ test, group, stream, verdict, findings, reason, advice, elapsedMs }: TestResult): string {
  const head = attributes({ name: test, classname: `${group}.${stream ?? WHOLE}`, time: seconds(elapsedMs) });
  const text = [...findings.map(({ message }) => message), advice].join('\n');
  switch (verdict) {
    case 'passed':
      return `    <testcase ${head}/>`;
    case 'skipped':
      return `    <testcase ${head}><skipped ${attributes({ message: reason ?? '' })}/></testcase>`;
    case 'warning':
      return `    <testcase ${head}><system-out>${escape(text)}</system-out></testcase>`;
    case 'failed':
      return `    <testcase ${head}><failure ${attributes({ message: findings[0]?.message ?? '' })}>${escape(text)}</failure></testcase>`;
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no way to say most control characters. */
function escape(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[&<>"\n]/g, (sign) => ENTITIES[sign] ?? sign)
    .replace(/[^\t\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
