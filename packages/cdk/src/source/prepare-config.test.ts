import { describe, expect, test } from 'vitest';
import { testRun } from '../../test/run-context.ts';
import type { JsonObject } from '../protocol/json.ts';
import type { AirbyteMessage } from '../protocol/messages.ts';
import { prepareConfig } from './prepare-config.ts';
import type { CommandContext } from './read-context.ts';
import { Source } from './source.ts';

class TokenSource extends Source {
  spec() {
    const secret = { type: 'string', airbyte_secret: true };
    return {
      connectionSpecification: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          credentials: { type: 'object', properties: { refresh_token: secret } },
        },
      },
    };
  }

  streams() {
    return [];
  }
}

const config = { name: 'shop', credentials: { refresh_token: 'first-token', kept: null } };

async function prepared() {
  const { context, secrets, clock } = testRun();
  const delivered: AirbyteMessage[] = [];
  const held: Promise<unknown>[] = [];
  const command: CommandContext = {
    ...context,
    emit() {},
    async deliver(message) {
      delivered.push(message);
    },
    waitUntil: (work) => void held.push(work),
  };
  return { ...(await prepareConfig(new TokenSource(), config, command)), secrets, clock, delivered, held };
}

const withToken =
  (refreshToken: string) =>
  (current: JsonObject): JsonObject => ({ ...current, credentials: { refresh_token: refreshToken } });

describe('P13: a config that changes while a command runs', () => {
  test('goes out once, whole, as CONTROL', async () => {
    const { run, delivered, clock } = await prepared();
    await run.updateConfig((current) => ({ ...current, name: 'new shop' }));
    expect(delivered).toEqual([
      {
        type: 'CONTROL',
        control: {
          type: 'CONNECTOR_CONFIG',
          emitted_at: clock.now(),
          connectorConfig: { config: { ...config, name: 'new shop' } },
        },
      },
    ]);
  });

  test('each change starts from the one before', async () => {
    const { run, delivered } = await prepared();
    await run.updateConfig(withToken('second-token'));
    await run.updateConfig((current) => ({ ...current, name: 'new shop' }));
    expect(delivered.at(-1)).toMatchObject({
      control: { connectorConfig: { config: { name: 'new shop', credentials: { refresh_token: 'second-token' } } } },
    });
  });

  test('says nothing when nothing is different', async () => {
    const { run, delivered } = await prepared();
    await run.updateConfig((current) => structuredClone(current));
    expect(delivered).toEqual([]);
  });

  test('P12: its new secrets are known before it leaves', async () => {
    const { run, secrets } = await prepared();
    await run.updateConfig(withToken('second-token'));
    expect(secrets).toEqual(['first-token', 'second-token']);
  });

  test('resolves only when the message has left the process', async () => {
    const { context } = testRun();
    let leave = (): void => {};
    const deliver = (): Promise<void> => new Promise((resolve) => (leave = resolve));
    const { run } = await prepareConfig(new TokenSource(), config, { ...context, emit() {}, deliver });
    let isDone = false;
    const update = run.updateConfig(withToken('second-token')).then(() => (isDone = true));
    await new Promise(setImmediate);
    expect(isDone).toBe(false);
    leave();
    await update;
  });

  test('the object that the source has follows, so that what it makes of it later is not out of date', async () => {
    const { run, config: ofSource } = await prepared();
    await run.updateConfig(({ name: _, ...rest }) => withToken('second-token')(rest));
    expect(ofSource).toEqual({ credentials: { refresh_token: 'second-token' } });
  });

  test('what the caller gave stays as it was', async () => {
    const { run } = await prepared();
    await run.updateConfig(withToken('second-token'));
    expect(config.credentials.refresh_token).toBe('first-token');
  });

  test('a change that takes its time holds the exit and those that follow, which start from what it made', async () => {
    const { run, delivered, held } = await prepared();
    let finish = (): void => {};
    const slow = run.updateConfig(async (current) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return { ...current, name: 'slow' };
    });
    const next = run.updateConfig((current) => ({ ...current, before: current['name'], name: 'next' }));
    await new Promise(setImmediate);
    expect([delivered.length, held.length]).toEqual([0, 2]);
    finish();
    await Promise.all([slow, next, ...held]);
    expect(delivered).toMatchObject([
      { control: { connectorConfig: { config: { name: 'slow' } } } },
      { control: { connectorConfig: { config: { name: 'next', before: 'slow' } } } },
    ]);
  });

  test('a change that fails is told to who asked for it, and changes nothing', async () => {
    const { run, delivered, held } = await prepared();
    const failing = run.updateConfig(async () => {
      throw new Error('no token');
    });
    await expect(failing).rejects.toThrow('no token');
    await Promise.all(held);
    await run.updateConfig((current) => ({ ...current, name: 'new shop' }));
    expect(delivered).toHaveLength(1);
  });

  test('a change made in place is a change too', async () => {
    const { run, delivered } = await prepared();
    await run.updateConfig((current) => Object.assign(current, { name: 'new shop' }));
    expect(delivered).toHaveLength(1);
  });
});

describe('P13: a config of an earlier version', () => {
  class Migrating extends TokenSource {
    override migrateConfig({ token, ...rest }: JsonObject): JsonObject {
      return token === undefined ? rest : { ...rest, credentials: { refresh_token: token } };
    }
  }

  async function prepareWith(given: JsonObject) {
    const { context, secrets } = testRun();
    const delivered: AirbyteMessage[] = [];
    const command: CommandContext = {
      ...context,
      emit: () => undefined,
      async deliver(message) {
        delivered.push(message);
      },
    };
    const { config: migrated } = await prepareConfig(new Migrating(), given, command);
    return { migrated, secrets, delivered };
  }

  test('becomes one of the present, is validated as that, and goes out once as CONTROL', async () => {
    const { migrated, secrets, delivered } = await prepareWith({ name: 'shop', token: 'first-token' });
    const present = { name: 'shop', credentials: { refresh_token: 'first-token' } };
    expect(migrated).toEqual(present);
    expect(delivered).toMatchObject([{ type: 'CONTROL', control: { connectorConfig: { config: present } } }]);
    expect(secrets).toContain('first-token');
  });

  test('one of the present stays as it is, without a word', async () => {
    const { migrated, delivered } = await prepareWith(config);
    expect([migrated, delivered]).toEqual([config, []]);
  });

  test('one that stays invalid is a ConfigError, and nothing is kept', async () => {
    await expect(prepareWith({ token: 7 })).rejects.toThrow('The config is not valid: ');
  });
});
