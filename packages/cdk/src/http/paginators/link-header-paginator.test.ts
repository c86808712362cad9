import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf } from '../../../test/paging.ts';
import { LinkHeaderPaginator, nextLink } from './link-header-paginator.ts';

describe('nextLink', () => {
  test.each([
    ['the usual form', '<https://a/x?page=2>; rel="next"', 'https://a/x?page=2'],
    ['no quotes', '<https://a/2>; rel=next', 'https://a/2'],
    ['no blanks', '<https://a/2>;rel="next"', 'https://a/2'],
    ['blanks everywhere', ' <https://a/2>  ;  rel = "next" ', 'https://a/2'],
    ['among others', '<https://a/1>; rel="prev", <https://a/3>; rel="next", <https://a/9>; rel="last"', 'https://a/3'],
    ['no blank after the comma', '<https://a/1>; rel="prev",<https://a/3>; rel="next"', 'https://a/3'],
    ['another case', '<https://a/2>; REL="Next"', 'https://a/2'],
    ['several relations', '<https://a/2>; rel="last next"', 'https://a/2'],
    ['commas and semicolons in the URL', '<https://a/2?ids=1,2;3>; rel="next"', 'https://a/2?ids=1,2;3'],
    ['other parameters before', '<https://a/2>; title="page, 2; rel=prev"; rel="next"', 'https://a/2'],
    ['other parameters after', '<https://a/2>; rel="next"; results="true"', 'https://a/2'],
    ['a parameter without value', '<https://a/2>; crossorigin; rel="next"', 'https://a/2'],
    ['a relative target', '</v1/x?page=2>; rel="next"', '/v1/x?page=2'],
    ['an empty target', '<>; rel="next"', ''],
    ['the first of two', '<https://a/2>; rel="next", <https://a/3>; rel="next"', 'https://a/2'],
    ['a word that only begins so', '<https://a/2>; rel="next-archive"', undefined],
    ['another parameter that ends so', '<https://a/2>; xrel="next"', undefined],
    ['next as a title', '<https://a/2>; title="next"; rel="prev"', undefined],
    ['a title that looks like a relation', '<https://a/1>; title="; rel=next"; rel="prev"', undefined],
    ['no relation', '<https://a/2>', undefined],
    ['prev only', '<https://a/1>; rel="prev"', undefined],
    ['no brackets', 'https://a/2; rel="next"', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, header, target) => {
    expect(nextLink(header)).toBe(target);
  });
});

describe('LinkHeaderPaginator', () => {
  const next = (link: string | readonly string[] | undefined): string | undefined =>
    new LinkHeaderPaginator().nextPageToken(
      httpResponse([], { url: 'https://api.example.com/v1/orders?x=1', headers: link === undefined ? {} : { link } }),
    );

  test.each([
    ['absolute', '<https://api.example.com/v1/orders?page=2>; rel="next"', 'https://api.example.com/v1/orders?page=2'],
    ['from the root', '</v1/orders?page=2>; rel="next"', 'https://api.example.com/v1/orders?page=2'],
    ['beside the page', '<orders?page=2>; rel="next"', 'https://api.example.com/v1/orders?page=2'],
    ['a query alone', '<?page=2>; rel="next"', 'https://api.example.com/v1/orders?page=2'],
    ['on another origin, for the client to judge', '<//evil.example/x>; rel="next"', 'https://evil.example/x'],
  ])('a link is resolved against the page: %s', (_, link, expected) => {
    expect(next(link)).toBe(expected);
  });

  test('a header that comes several times is read as one', () => {
    expect(next(['<https://a/1>; rel="prev"', '<https://a/3>; rel="next"'])).toBe('https://a/3');
  });

  test('no header and no next link end the list', () => {
    expect([next(undefined), next('<https://a/1>; rel="prev"')]).toEqual([undefined, undefined]);
  });

  test('the page size goes with the first page only: the links carry it on', () => {
    const paginator = new LinkHeaderPaginator({ pageSize: 50 });
    expect(requestOf(paginator)).toEqual({ params: { per_page: 50 } });
    expect(requestOf(paginator, 'https://a/2')).toEqual({ url: 'https://a/2' });
    expect(requestOf(new LinkHeaderPaginator({ pageSize: 5, sizeParam: 'limit' }))).toEqual({
      params: { limit: 5 },
    });
    expect(requestOf(new LinkHeaderPaginator())).toEqual({ params: { per_page: undefined } });
  });
});
