import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { findSecrets } from './find-secrets.ts';
import { type ScrubRules, Scrubber } from './scrubber.ts';

const API = 'https://api.example.com';
const SECRET = 'S3cret/+key=of the "shop"';

interface Parts {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly answer?: object | string;
  readonly answerHeaders?: Record<string, string | string[]>;
}

function exchange({ url = '/orders', headers = {}, body = '', answer = {}, answerHeaders = {} }: Parts): Exchange {
  return {
    request: { method: 'GET', url: API + url, headers, body: Buffer.from(body) },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json', ...answerHeaders },
      body: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
    },
  };
}

function scrubbed(parts: Parts, rules: ScrubRules = {}): { url: string; all: string; answer: any; exchange: Exchange } {
  const one = exchange(parts);
  const scrubber = new Scrubber({ key: Buffer.from('key'), secrets: [SECRET], tokens: findSecrets([one]), rules });
  const [clean = one] = scrubber.scrubAll([one]);
  const { request, response } = clean;
  const text = response.body.toString();
  const all = [request.url, JSON.stringify(request.headers), request.body, JSON.stringify(response.headers), text].join(
    '\n',
  );
  return { url: request.url, all, answer: text.startsWith('{') ? JSON.parse(text) : text, exchange: clean };
}

const base64 = Buffer.from(`user:${SECRET}`).toString('base64');

const hex = Buffer.from(SECRET).toString('hex');
const html = SECRET.replaceAll('"', '&quot;');

describe('a secret of the config goes, in whatever form and place', () => {
  test.each<[string, Parts]>([
    ['a header', { headers: { authorization: `Bearer ${SECRET}` } }],
    ['a header that no name gives away', { headers: { 'x-shop': SECRET } }],
    ['Basic authentication', { headers: { authorization: `Basic ${base64}` } }],
    ['the query', { url: `/orders?k=${encodeURIComponent(SECRET)}` }],
    ['the query as a form has it', { url: `/orders?${new URLSearchParams({ k: SECRET }).toString()}` }],
    ['the path', { url: `/shops/${encodeURIComponent(SECRET)}/orders` }],
    [
      'a body of JSON',
      { body: JSON.stringify({ deep: [{ value: SECRET }] }), headers: { 'content-type': 'application/json' } },
    ],
    [
      'a form',
      {
        body: new URLSearchParams({ k: SECRET }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    ['a response', { answer: { echo: `your key is ${SECRET}` } }],
    ['a response in base64', { answer: { echo: base64 } }],
    ['a response in hex', { answer: { echo: `<${hex}> <${hex.toUpperCase()}>` } }],
    ['a response as HTML', { answer: { echo: `<b>${html}</b>` } }],
    ['a name in a response', { answer: { [SECRET]: 1 } }],
    ['a text', { answer: `key: ${SECRET}`, answerHeaders: { 'content-type': 'text/plain' } }],
    ['a header of a response', { answerHeaders: { 'x-shop': SECRET } }],
  ])('%s', (_, parts) => {
    const { all } = scrubbed(parts);
    for (const form of [SECRET, encodeURIComponent(SECRET), new URLSearchParams({ k: SECRET }).toString().slice(2)]) {
      expect(all).not.toContain(form);
    }
    expect(all).not.toContain(JSON.stringify(SECRET).slice(1, -1));
    expect(all).not.toContain(base64.slice(8, -4));
    expect(all.toLowerCase()).not.toContain(hex);
    expect(all).not.toContain(html);
  });
});

describe('secrets that are in no config', () => {
  test.each<[string, Parts]>([
    ['a token that was given out, by its field', { answer: { access_token: 'tok-1234567890', expires_in: 3600 } }],
    ['a password that is asked with', { url: '/login?password=tok-1234567890' }],
    [
      'a token that a request was sent with',
      { headers: { 'x-session-token': 'tok-1234567890' }, answer: { it: 'tok-1234567890' } },
    ],
    [
      'a cookie',
      { answerHeaders: { 'set-cookie': ['sid=tok-1234567890; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT'] } },
    ],
    ['a token in the query', { url: '/orders?token=tok-1234567890', answer: { self: '/orders?token=tok-1234567890' } }],
    [
      'a password in a body',
      { body: 'pwd=1234567890', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['the signature of a link', { answer: { file: 'https://s3.example.com/b/k?X-Amz-Signature=1234567890&a=b' } }],
    ['the credential of a link', { answer: { html: '<a href="/b?a=b&amp;GoogleAccessId=1234567890">' } }],
    ['the address of a web hook', { answer: { to: 'https://hooks.slack.com/services/T000/B1234567890/Xx1234567890' } }],
    ['a key of a known service', { answer: { note: ['use sk', 'live', '1234567890abc'].join('_') } }],
  ])('%s', (_, parts) => {
    expect(scrubbed(parts).all).not.toContain('1234567890');
  });

  test('a page token stays what it is, or the next page could not be asked for', () => {
    const answer = { next_page_token: 'eyJpZCI6MTAwfQ', paging: { token: 'p2' }, key: 'PROJ-1' };
    expect(scrubbed({ answer }).answer).toEqual(answer);
  });
});

test('a link keeps what leads to the file, and a page token stays in the query', () => {
  const url = 'https://s3.example.com/b/k?X-Amz-Date=20240501T000000Z&X-Amz-Signature=abc&part=2';
  expect(scrubbed({ answer: { url } }).answer.url).toBe(url.replace('Signature=abc', 'Signature=****'));
  const first = exchange({ url: '/orders', answer: { next: 'tok-1234567890' } });
  const second = exchange({ url: '/orders?token=tok-1234567890' });
  const scrubber = new Scrubber({ key: Buffer.from('key'), secrets: [], tokens: findSecrets([first, second]) });
  expect(scrubber.scrubAll([first, second])[1]?.request.url).toBe(`${API}/orders?token=tok-1234567890`);
});

describe('personal data', () => {
  test('goes by the names of fields and by its own form; the rest stays', () => {
    const { answer } = scrubbed({
      answer: {
        id: 7,
        email: 'jane@acme.example',
        note: 'Call +44 20 7946 0018 or 203.0.113.77, card 4111 1111 1111 1111, ask for JANE@acme.example',
        amount: 12.5,
        created_at: '2024-01-01T00:00:00Z',
        version: '4.2.1',
        website: 'https://example.com/a',
      },
    });
    expect(answer).toMatchObject({ id: 7, amount: 12.5, created_at: '2024-01-01T00:00:00Z', version: '4.2.1' });
    expect(answer.note).toMatch(
      /^Call \+\d\d \d\d \d{4} \d{4} or \d{3}\.\d\.\d{3}\.\d\d, card \d{4} \d{4} \d{4} \d{4}, ask for [A-Z]{4}@[a-z.]+\.test$/,
    );
    expect(answer.note).not.toMatch(/7946|203\.0|4111/);
    expect(answer.note.toLowerCase()).toContain(answer.email);
    expect(answer.website).toBe('https://example.com/a');
  });

  test('inside a token of base64 goes, too, and the token is as long as it was', () => {
    const encode = (text: string): string => Buffer.from(text).toString('base64url');
    const token = encode('{"after":"jane@acme.example","id":7}');
    const { answer } = scrubbed({ answer: { next: token, email: 'jane@acme.example' } });
    expect(Buffer.from(answer.next, 'base64url').toString()).toBe(`{"after":"${answer.email}","id":7}`);
    expect(answer.next).toHaveLength(token.length);
  });

  test('the host of the API stays, also where it is a number', () => {
    expect(scrubbed({ url: '/a', answer: { next: 'http://127.0.0.1:4000/b' } }).answer.next).toBe(
      'http://127.0.0.1:4000/b',
    );
  });
});

test('credentials are seen to have been there, and nothing of them', () => {
  const { exchange: clean } = scrubbed({
    url: '/orders?api_key=abc&page=2',
    headers: { authorization: 'Bearer tok-1234567890', cookie: 'sid=1', accept: '*/*', 'user-agent': 'x', host: 'y' },
    answerHeaders: { date: 'now', 'x-request-id': '1', 'x-total-count': '3' },
  });
  expect(clean.request).toMatchObject({
    url: `${API}/orders?api_key=****&page=2`,
    headers: { authorization: 'Bearer ****', cookie: '****', accept: '*/*' },
  });
  expect(clean.response.headers).toEqual({ 'content-type': 'application/json', 'x-total-count': '3' });
});

describe('a config with which a replay can start', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const account = JSON.stringify({
    type: 'service_account',
    private_key: key,
    token_uri: 'https://login.example.com/',
  });
  const config = { url: API, shop: 'acme', mail: 'jane@acme.example', pin: '7x', keys: { pem: key, account } };
  const scrubber = new Scrubber({ key: Buffer.from('key'), secrets: ['7x', key, account] });
  const clean: any = scrubber.scrubConfig(config);

  test('has the form of each secret, also of a short one', () => {
    expect(clean).toMatchObject({ url: API, shop: 'acme', mail: expect.stringMatching(/\.test$/), pin: '0x' });
    expect(scrubber.hasSecret(JSON.stringify(clean))).toBe(false);
  });

  test('has another key of the same kind, also in the JSON of a service account', () => {
    const { private_key: inside, ...rest } = JSON.parse(clean.keys.account);
    expect(rest).toEqual({ type: 'service_account', token_uri: 'https://login.example.com/' });
    for (const pem of [clean.keys.pem, inside]) {
      expect(createPrivateKey(pem).asymmetricKeyDetails).toEqual({ namedCurve: 'secp384r1' });
      expect(pem).not.toBe(key);
    }
  });

  test('is the same in the next recording', () => {
    expect(scrubber.scrubConfig(config, clean)).toEqual(clean);
  });
});
