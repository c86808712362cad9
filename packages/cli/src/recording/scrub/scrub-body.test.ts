import { describe, expect, test } from 'vitest';
import { scrubBody } from './scrub-body.ts';

/** Every value between brackets, with the name of its field. */
function marked(text: string, contentType = 'application/json'): string {
  return scrubBody(Buffer.from(text), contentType, (value, path) =>
    path.length === 0 ? value : `<${path.join('.')}:${value}>`,
  ).toString();
}

describe('each field is given with the path that leads to it', () => {
  test.each([
    ['JSON', '{"a":{"b":["x"]},"c":null,"d":true}', '{"a":{"b":["<a.b:x>"]},"c":null,"d":true}'],
    ['a list', '[{"a":"x"}]', '[{"a":"<a:x>"}]'],
    ['JSON lines', '{"a":"x"}\n{"a":"y"}\n', '{"a":"<a:x>"}\n{"a":"<a:y>"}\n'],
  ])('%s', (_, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  test('a form', () => {
    expect(new URLSearchParams(marked('a=x+y&b=1', 'application/x-www-form-urlencoded')).get('a')).toBe('<a:x y>');
  });

  test.each([
    ['commas', 'id,name\n1,Jo\n2,"Jo, ""J"""\n', 'id,name\n<id:1>,<name:Jo>\n<id:2>,"<name:Jo, ""J"">"\n'],
    ['semicolons and line ends of Windows', 'a;b\r\nx;y\r\n', 'a;b\r\n<a:x>;<b:y>\r\n'],
    ['lines in cells, and no line end', '"a"|b\n"x\ny"|z', '"a"|b\n"<a:x\ny>"|<b:z>'],
    ['empty cells', 'a,b,c\n,,x\n', 'a,b,c\n,,<c:x>\n'],
  ])('CSV with %s', (_, text, expected) => {
    expect(marked(text, 'text/csv')).toBe(expected);
  });

  test('XML', () => {
    const text = '<?xml version="1.0"?><people><person id="7"><ns:email>x@y</ns:email><plan/></person></people>';
    const expected = '<person id="<id:7>"><ns:email><email:x@y></ns:email><plan/></person>';
    expect(marked(text, 'application/xml')).toContain(expected);
  });
});

test('integers beyond 2^53 are kept digit for digit', () => {
  const text = '{"id":12345678901234567890,"n":1.5}';
  expect(scrubBody(Buffer.from(text), '', (value) => value).toString()).toBe(text);
});

test('a number stays a number', () => {
  const body = scrubBody(Buffer.from('{"phone":442079460018,"n":1}'), '', (value, path) =>
    path[0] === 'phone' ? '551380571129' : value,
  );
  expect(body.toString()).toBe('{"phone":551380571129,"n":1}');
});

test('bytes that are no text stay', () => {
  const bytes = Buffer.from([0xff, 0x00, 0xd8]);
  expect(scrubBody(bytes, 'image/jpeg', () => 'x')).toBe(bytes);
});
