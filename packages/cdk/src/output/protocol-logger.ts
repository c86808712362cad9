import type { Logger } from '../logger.ts';
import { logMessage } from '../protocol/build-message.ts';
import type { AirbyteMessage, LogLevel } from '../protocol/messages.ts';

const LEVELS: readonly LogLevel[] = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];

/** The level that a setting names, in any case; `undefined` when it names none. */
export function parseLogLevel(setting: string): LogLevel | undefined {
  const name = setting.trim().toUpperCase();
  return LEVELS.find((level) => level === name || (level === 'WARN' && name === 'WARNING'));
}

/** A logger whose lines are LOG messages; those below `level` are dropped. */
export function createProtocolLogger(emit: (message: AirbyteMessage) => void, level: LogLevel): Logger {
  const lowest = LEVELS.indexOf(level);
  const at =
    (own: LogLevel) =>
    (message: string): void => {
      if (LEVELS.indexOf(own) <= lowest) emit(logMessage(own, message));
    };
  return { error: at('ERROR'), warn: at('WARN'), info: at('INFO'), debug: at('DEBUG') };
}
