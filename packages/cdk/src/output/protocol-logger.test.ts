import { describe, expect, test } from 'vitest';
import type { LogLevel } from '../protocol/messages.ts';
import { createProtocolLogger, parseLogLevel } from './protocol-logger.ts';

describe('P2: LOG_LEVEL', () => {
  test.each<[string, LogLevel | undefined]>([
    ['DEBUG', 'DEBUG'],
    ['debug', 'DEBUG'],
    [' Info ', 'INFO'],
    ['warn', 'WARN'],
    ['warning', 'WARN'],
    ['ERROR', 'ERROR'],
    ['fatal', 'FATAL'],
    ['trace', 'TRACE'],
    ['', undefined],
    ['loud', undefined],
    ['INFOX', undefined],
  ])('"%s" names %s', (setting, level) => {
    expect(parseLogLevel(setting)).toBe(level);
  });
});

describe('a logger drops what is below its level', () => {
  test.each<[LogLevel, string[]]>([
    ['FATAL', []],
    ['ERROR', ['ERROR e']],
    ['WARN', ['ERROR e', 'WARN w']],
    ['INFO', ['ERROR e', 'WARN w', 'INFO i']],
    ['DEBUG', ['ERROR e', 'WARN w', 'INFO i', 'DEBUG d']],
    ['TRACE', ['ERROR e', 'WARN w', 'INFO i', 'DEBUG d']],
  ])('%s', (level, expected) => {
    const lines: string[] = [];
    const logger = createProtocolLogger((message) => {
      if (message.type === 'LOG') lines.push(`${message.log.level} ${message.log.message}`);
    }, level);
    logger.error('e');
    logger.warn('w');
    logger.info('i');
    logger.debug('d');
    expect(lines).toEqual(expected);
  });

  test('each line is a LOG message', () => {
    const messages: unknown[] = [];
    createProtocolLogger((message) => void messages.push(message), 'INFO').info('hello');
    expect(messages).toStrictEqual([{ type: 'LOG', log: { level: 'INFO', message: 'hello' } }]);
  });
});
