import type { AirbyteMessage, JsonObject } from '@headwater/cdk/protocol';
import { expect, test } from 'vitest';
import { carryConfig } from './carry-config.ts';
import type { ConnectorRun, RunRequest } from './run-connector.ts';

/** Runs begun at once, with a connector that makes its token new in each; what each was started with, and how many were under way. */
async function runAll(values: JsonObject, requests: (config: JsonObject) => JsonObject[]) {
  const config = {
    values,
    take(message: AirbyteMessage) {
      if (message.type === 'CONTROL') this.values = message.control.connectorConfig.config;
    },
  };
  const started: (readonly [JsonObject | undefined, number])[] = [];
  let underWay = 0;
  let tokens = 0;
  const run = carryConfig(async (request: RunRequest, onMessage) => {
    started.push([request.config, ++underWay]);
    await new Promise(setImmediate);
    const connectorConfig = { config: { ...request.config, token: ++tokens } };
    onMessage?.({ type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: 0, connectorConfig } });
    await new Promise(setImmediate);
    underWay--;
    return {} as ConnectorRun;
  }, config);
  await run({ command: 'check', config: values });
  await Promise.all(requests(values).map((one) => run({ command: 'read', config: one })));
  return { started, values: config.values };
}

test('P13: a connector that changes its config runs once at a time, each run with the config of the one before', async () => {
  const { started, values } = await runAll({ token: 0 }, (config) => [config, config, config]);
  expect(started).toEqual([0, 1, 2, 3].map((token) => [{ token }, 1]));
  expect(values).toEqual({ token: 4 });
});

test('P13: where there is a refresh token, nobody waits to see whether it rotates', async () => {
  const config = { login: { refresh_token: 'r' } };
  const values = { values: config, take: () => undefined };
  const order: string[] = [];
  const run = carryConfig(async ({ command }) => {
    order.push(`${command} begins`);
    await new Promise(setImmediate);
    order.push(`${command} ends`);
    if (command === 'check') throw new Error('no API');
    return {} as ConnectorRun;
  }, values);
  const runs = [run({ command: 'check', config }), run({ command: 'read', config })];
  await expect(Promise.all(runs)).rejects.toThrow('no API');
  await runs[1];
  expect(order).toEqual(['check begins', 'check ends', 'read begins', 'read ends']);
});

test('another config, such as one with wrong secrets, has nothing to do with it', async () => {
  const wrong = { token: -1 };
  const { started, values } = await runAll({ token: 0 }, () => [wrong, wrong]);
  expect(started.slice(1)).toEqual([
    [wrong, 1],
    [wrong, 2],
  ]);
  expect(values).toEqual({ token: 1 });
});
