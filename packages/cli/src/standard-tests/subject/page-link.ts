import { isJsonObject, type JsonValue, writeJson } from '@headwater/cdk/protocol';
import { comparable } from '../../recording/comparable-request.ts';
import type { ApiRequest, ApiResponse } from '../../recording/exchange.ts';
import { bodyOf, type Page } from './page.ts';

/** Where the response of a page says which one is next. */
export type PageLink =
  | { readonly in: 'header' }
  /** In the body, as the whole URL. */
  | { readonly in: 'url'; readonly path: readonly string[] }
  /** In the body, as the value that goes into a parameter of the next request. */
  | { readonly in: 'token'; readonly path: readonly string[]; readonly param: string };

/** Finds out how a page led to the one that was asked for after it; `undefined` when it did not: the connector counted. */
export function findLink(page: Page, next: ApiRequest): PageLink | undefined {
  if (linkHeader(page.response).some((url) => isUrlOf(url, page.request, next))) return { in: 'header' };
  const leaves = [...leavesOf(page.body, [])];
  const url = leaves.find(({ value }) => /[/?]/.test(value) && isUrlOf(value, page.request, next));
  if (url !== undefined) return { in: 'url', path: url.path };
  const before = comparable(page.request).values;
  for (const [param, value] of comparable(next).values) {
    if (before.get(param) === value) continue;
    // A small number is in many bodies by chance.
    const isCount = /^\d{1,6}$/.test(value);
    const token = leaves.find(
      (leaf) => leaf.value === value && (!isCount || /next|cursor/i.test(leaf.path.at(-1) ?? '')),
    );
    if (token !== undefined) return { in: 'token', path: token.path, param };
  }
  return undefined;
}

/** Tells whether a page names a next one by a link of that kind. */
export function namesNext(page: Page, link: PageLink): boolean {
  if (link.in === 'header') return linkHeader(page.response).length > 0;
  const value = link.path.reduce<JsonValue | undefined>(
    (at, name) => (isJsonObject(at) ? at[name] : Array.isArray(at) ? (at[Number(name)] as JsonValue) : undefined),
    page.body,
  );
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** The response with its link leading to `request`. `undefined` when it cannot be made to. */
export function withLinkTo(response: ApiResponse, link: PageLink, request: ApiRequest): ApiResponse | undefined {
  if (link.in === 'header')
    return { ...response, headers: { ...response.headers, link: `<${request.url}>; rel="next"` } };
  const target = link.in === 'url' ? request.url : comparable(request).values.get(link.param);
  const body = bodyOf(response);
  if (target === undefined || body === undefined) return undefined;
  return { ...response, body: Buffer.from(writeJson(replaceAt(body, link.path, target)) ?? '') };
}

function replaceAt(value: JsonValue | undefined, [name, ...rest]: readonly string[], target: string): JsonValue {
  if (name === undefined) return target;
  if (Array.isArray(value)) {
    return value.map((item: JsonValue, index) => (String(index) === name ? replaceAt(item, rest, target) : item));
  }
  const object = isJsonObject(value) ? value : {};
  return { ...object, [name]: replaceAt(object[name], rest, target) };
}

function linkHeader({ headers }: ApiResponse): string[] {
  const header = [headers['link'] ?? []].flat().join(', ');
  return [...header.matchAll(/<([^>]*)>[^,]*\brel="?next\b/g)].map(([, url = '']) => url);
}

function isUrlOf(text: string, from: ApiRequest, to: ApiRequest): boolean {
  if (!URL.canParse(text, from.url)) return false;
  return new URL(text, from.url).href === to.url || text === to.url;
}

function* leavesOf(value: JsonValue, path: readonly string[]): Generator<{ path: readonly string[]; value: string }> {
  if (typeof value !== 'object' || value === null) yield { path, value: String(value) };
  // What stands in a long list is in the records.
  else if (Array.isArray(value) && value.length > 3) return;
  else for (const [name, item] of Object.entries(value)) yield* leavesOf((item ?? null) as JsonValue, [...path, name]);
}
