import { configuredCatalog, inputState, runConnector } from '@headwater/cdk/testing';
import { describe, expect, test } from 'vitest';
import { invoices, linesOf, startBillingApi, token } from './billing-api.ts';

const fullRefresh = `${import.meta.dirname}/invoices.ts`;
const incremental = `${import.meta.dirname}/invoices-incremental.ts`;
const withOAuth = `${import.meta.dirname}/invoices-oauth.ts`;
const withLines = `${import.meta.dirname}/invoice-lines.ts`;

describe('the connector in 15 lines', () => {
  test('says what it needs', async () => {
    const run = await runConnector(fullRefresh, 'spec');
    expect(run.messages).toMatchObject([{ type: 'SPEC', spec: { connectionSpecification: { title: 'Billing' } } }]);
  });

  test('checks the token', async () => {
    const api = await startBillingApi();
    const good = await runConnector(fullRefresh, 'check', { config: { url: api.url, token } });
    const bad = await runConnector(fullRefresh, 'check', { config: { url: api.url, token: 'wrong' } });
    expect(good.messages.at(-1)).toEqual({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } });
    expect(bad.messages.at(-1)).toMatchObject({
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: expect.stringContaining('401') },
    });
    expect([good.exitCode, bad.exitCode]).toEqual([0, 0]);
  });

  test('reads every page with the bearer token', async () => {
    const api = await startBillingApi();
    const run = await runConnector(fullRefresh, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoices: 'full_refresh' }),
    });
    expect(run.exitCode).toBe(0);
    expect(run.records('invoices')).toEqual(invoices);
    expect(api.requests).toEqual(['/v1/invoices', '/v1/invoices?cursor=2', '/v1/invoices?cursor=4']);
    expect(run.states('invoices')).toEqual([
      { next_page_token: '2' },
      { next_page_token: '4' },
      { __ab_no_cursor_state_message: true },
    ]);
  });
});

describe('made incremental', () => {
  // #region run-connector
  test('reads from the state on', async () => {
    const api = await startBillingApi();
    const run = await runConnector(incremental, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoices: 'incremental' }),
      state: inputState({ invoices: { updated_at: '2026-03-03T08:00:00Z' } }),
    });
    expect(run.exitCode).toBe(0);
    expect(run.records('invoices').map(({ id }) => id)).toEqual(['in_3', 'in_4', 'in_5']);
    expect(run.states('invoices').at(-1)).toEqual({ updated_at: '2026-03-04T08:00:00Z' });
  });
  // #endregion

  test('asks for the same time on every page', async () => {
    const api = await startBillingApi();
    await runConnector(incremental, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoices: 'incremental' }),
      state: inputState({ invoices: { updated_at: '2026-03-03T08:00:00Z' } }),
    });
    const since = 'updated_since=2026-03-03T08%3A00%3A00Z';
    expect(api.requests.map((path) => path.split('?')[1]?.split('&').toSorted())).toEqual([
      [since],
      ['cursor=2', since],
    ]);
  });

  test('a read that breaks off keeps its records and the state that covers them', async () => {
    const api = await startBillingApi((request) => (request === 3 ? 400 : 200));
    const run = await runConnector(incremental, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoices: 'incremental' }),
    });
    expect(run.exitCode).toBe(1);
    expect(run.records('invoices')).toEqual(invoices.slice(0, 4));
    expect(run.state).toEqual(inputState({ invoices: { updated_at: '2026-03-04T08:00:00Z' } }));
    const rest = await runConnector(incremental, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoices: 'incremental' }),
      state: run.state,
    });
    expect(rest.records('invoices').map(({ id }) => id)).toEqual(['in_4', 'in_5']);
  });
});

test('by OAuth: logs in, and hands the refresh token that the API replaced to the platform', async () => {
  const api = await startBillingApi();
  const config = { url: api.url, client_id: 'id-1', client_secret: 'a-secret', refresh_token: 'refresh-token-1' };
  const run = await runConnector(withOAuth, 'read', {
    config,
    catalog: configuredCatalog({ invoices: 'full_refresh' }),
  });
  expect(run.exitCode).toBe(0);
  expect(run.records('invoices')).toEqual(invoices);
  expect(
    run.messages.flatMap((message) => (message.type === 'CONTROL' ? [message.control.connectorConfig] : [])),
  ).toEqual([{ config: { ...config, refresh_token: 'refresh-token-2' } }]);
});

describe('with a child stream', () => {
  test('reads the lines of every invoice', async () => {
    const api = await startBillingApi();
    const run = await runConnector(withLines, 'read', {
      config: { url: api.url, token },
      catalog: configuredCatalog({ invoice_lines: 'full_refresh' }),
      args: ['--concurrency', '1'],
    });
    expect(run.exitCode).toBe(0);
    expect(run.records('invoice_lines')).toEqual(invoices.flatMap(({ id }) => linesOf(id)));
    expect(run.records('invoices')).toEqual([]);
    expect(api.requests.filter((path) => path.endsWith('/lines'))).toEqual(
      invoices.map(({ id }) => `/v1/invoices/${id}/lines`),
    );
  });
});
