import { describe, expect, test, vi } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { DecodeError } from './decode-error.ts';
import { XmlDecoder, type XmlDecoderOptions } from './xml-decoder.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const SIZES = [1, 2, 3, 7, 64, 100_000];

/** What a document gives, however it is cut into chunks. */
async function read(body: string | Uint8Array, options: XmlDecoderOptions, contentType?: string) {
  const decoder = new XmlDecoder(options);
  const type = contentType === undefined ? {} : { contentType };
  const whole = await decodeAll(decoder, body, type);
  for (const chunkBytes of SIZES) expect(await decodeAll(decoder, body, { chunkBytes, ...type })).toEqual(whole);
  return whole;
}

const items = (content: string): string => `<feed>${content}</feed>`;

describe('H9: the elements at a path are records', () => {
  test.each<[string, string, unknown[]]>([
    ['attributes are @name', '<item id="1" type="a&amp;b"/>', [{ '@id': '1', '@type': 'a&b' }]],
    ['elements are members', '<item><id>1</id><name>Zoë &lt;3</name></item>', [{ id: '1', name: 'Zoë <3' }]],
    [
      'text beside attributes is #text',
      '<item><size unit="cm">12</size></item>',
      [{ size: { '@unit': 'cm', '#text': '12' } }],
    ],
    ['text beside elements is #text, trimmed', '<item>\n a <b>1</b> c \n</item>', [{ b: '1', '#text': 'a  c' }]],
    ['an empty element is null', '<item><a/><b></b><c> \n </c></item>', [{ a: null, b: null, c: null }]],
    ['white space around a text is kept', '<item><a> x </a></item>', [{ a: ' x ' }]],
    ['repeated elements are a list', '<item><a>1</a><b>x</b><a>2</a><a/></item>', [{ a: ['1', '2', null], b: 'x' }]],
    [
      'elements go as deep as they are',
      '<item><a><b c="1"><d>2</d></b></a></item>',
      [{ a: { b: { '@c': '1', d: '2' } } }],
    ],
    ['CDATA is text', '<item><a><![CDATA[<b>&]]>!</a></item>', [{ a: '<b>&!' }]],
    ['comments and instructions are nothing', '<item><!-- <a/> --><?x y?><a>1</a></item>', [{ a: '1' }]],
    [
      'prefixes are part of a name',
      '<item><g:id xmlns:g="urn:g">1</g:id></item>',
      [{ 'g:id': { '@xmlns:g': 'urn:g', '#text': '1' } }],
    ],
    ['one with text alone is #text', '<item>1</item><item/>', [{ '#text': '1' }, {}]],
    [
      'names that objects have are names',
      '<item><constructor>1</constructor><toString>2</toString></item>',
      [{ constructor: '1', toString: '2' }],
    ],
    [
      'so is the name that objects have for what they are made of',
      '<item __proto__="1"><__proto__><id>2</id></__proto__><__proto__/></item><item><a><__proto__>3</__proto__></a></item>',
      JSON.parse('[{"@__proto__":"1","__proto__":[{"id":"2"},null]},{"a":{"__proto__":"3"}}]') as unknown[],
    ],
    ['an item inside an item is a member', '<item><item>1</item></item>', [{ item: '1' }]],
    ['elsewhere the name is another', '<other><item>9</item></other><item><a>1</a></item>', [{ a: '1' }]],
    ['there may be none', '', []],
  ])('%s', async (_, content, records) => {
    const { records: found, error } = await read(items(content), { recordPath: 'feed.item' });
    expect([found, error]).toEqual([records, undefined]);
  });

  test('P15: numbers stay the digits that they are', async () => {
    const { records } = await read('<a><b><id>9007199254740993</id><price>1.10</price></b></a>', { recordPath: 'a.b' });
    expect(records).toEqual([{ id: '9007199254740993', price: '1.10' }]);
  });

  test('what is a list also when it is one can be said', async () => {
    const body = '<order><line>1</line></order><order><line>1</line><line>2</line></order><order/>';
    const { records } = await read(`<orders>${body}</orders>`, { recordPath: 'orders.order', lists: ['line'] });
    expect(records).toEqual([{ line: ['1'] }, { line: ['1', '2'] }, {}]);
  });

  test('the rest of the document stands around them', async () => {
    const body =
      '<?xml version="1.0"?>\n<feed v="1"><next>p2</next><list n="2"><e><id>1</id></e> <e><id>2</id></e></list></feed>';
    expect(await read(body, { recordPath: 'feed.list.e' })).toEqual({
      records: [{ id: '1' }, { id: '2' }],
      around: { feed: { '@v': '1', next: 'p2', list: { '@n': '2' } } },
      error: undefined,
    });
  });

  test('the path may be the root alone, and come again', async () => {
    expect((await read('<a id="1"/>', { recordPath: 'a' })).records).toEqual([{ '@id': '1' }]);
    const twice = '<f><l><e>1</e></l><l><x><e>9</e></x><e>2</e></l></f>';
    expect((await read(twice, { recordPath: 'f.l.e' })).records).toEqual([{ '#text': '1' }, { '#text': '2' }]);
  });
});

describe('encodings', () => {
  const latin = (start: string): Buffer => Buffer.from(`${start}<a><b>\xe9</b></a>`, 'latin1');

  test.each<[string, Uint8Array, string | undefined]>([
    ['the declared one', latin('<?xml version="1.0" encoding="ISO-8859-1"?>'), undefined],
    ['that of the content type first', latin('<?xml version="1.0" encoding="UTF-8"?>'), 'text/xml; charset=iso-8859-1'],
    [
      'that of the byte order mark',
      Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a><b>é</b></a>', 'utf16le'),
      undefined,
    ],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF<a><b>é</b></a>'), undefined],
  ])('%s', async (_, body, contentType) => {
    const { records, error } = await read(body, { recordPath: 'a.b' }, contentType);
    expect([records, error]).toEqual([[{ '#text': 'é' }], undefined]);
  });
});

describe('F: XML that is broken keeps the records before it', () => {
  test.each<[string, string, string]>([
    ['a wrong end tag', '<f><e>é</e><e><a></b></e></f>', 'XML (unexpected close tag)'],
    ['an attribute without quotes', '<f><e>é</e><e a=1/></f>', 'XML (unquoted attribute value)'],
    ['text after the end', '<f><e>é</e></f>x', 'XML (text data outside of root node)'],
    [
      'an entity of a document type',
      '<!DOCTYPE f [<!ENTITY x "y">]><f><e>é</e><e>&x;</e></f>',
      'XML (undefined entity)',
    ],
  ])('%s', async (_, body, expected) => {
    const { records, error } = await read(body, { recordPath: 'f.e' });
    expect([records, error]).toEqual([[{ '#text': 'é' }], expect.any(DecodeError)]);
    expect(error.message).toBe(`${RESPONSE} breaks at byte ${error.byteOffset}: expected ${expected}`);
    expect(error.failureType).toBe('system_error');
  });

  test('the byte is that of the place', async () => {
    const { error } = await read('<f><e>é€😀</e><e><a></b></e></f>', { recordPath: 'f.e' });
    expect(error.byteOffset).toBe(Buffer.byteLength('<f><e>é€😀</e><e><a></b>'));
  });

  test.each(['<f><e>1</e><e>2', '<f><e>1</e><e><a>2</a', '<f><e>1</e>'])('%s ends early: transient', async (body) => {
    const { records, error } = await read(body, { recordPath: 'f.e' });
    expect(records).toEqual([{ '#text': '1' }]);
    expect(error.message).toBe(`${RESPONSE} ends early at byte ${body.length}: expected the rest of an XML document`);
    expect(error.failureType).toBe('transient_error');
  });

  test('nothing at all ends early', async () => {
    const { error } = await read('', { recordPath: 'f.e' });
    expect(error.message).toBe(`${RESPONSE} ends early at byte 0: expected the rest of an XML document`);
  });

  test('another document is an error, not a list without records', async () => {
    const { error } = await read('<?xml version="1.0"?><error>no</error>', { recordPath: 'feed.e' }, 'application/xml');
    expect(error.message).toMatch(
      /^The response of GET \S+ breaks at byte \d+: expected an XML document of "feed", got "error" \(application\/xml\)$/,
    );
  });

  test('a web page and JSON are called so', async () => {
    const page = await read('<!DOCTYPE html><html/>', { recordPath: 'html.p' }, 'text/html');
    expect(page.error.message).toBe(`${RESPONSE} breaks at byte 0: expected XML, got a web page (text/html)`);
    const json = await read('{"error":"no"}', { recordPath: 'f.e' }, 'application/json');
    expect(json.error.message).toBe(`${RESPONSE} breaks at byte 0: expected XML, got JSON (application/json)`);
  });

  test('bytes that are none of the encoding', async () => {
    const body = Buffer.from('<f><e>1</e><e>x</e></f>');
    body[body.indexOf('x')] = 0xff;
    const { records, error } = await read(body, { recordPath: 'f.e' });
    expect([records, error.message]).toEqual([
      [{ '#text': '1' }],
      `${RESPONSE} breaks at byte ${body.indexOf(0xff)}: expected UTF-8`,
    ]);
  });

  test('what indents the records is not kept, however many they are', async () => {
    async function* indented(): AsyncGenerator<Uint8Array, undefined> {
      yield Buffer.from('<f>');
      const chunk = Buffer.from(`<e>1</e>${' '.repeat(8 * 1024 * 1024)}`);
      for (let count = 0; count < 9; count++) yield chunk;
      yield Buffer.from('</f>');
    }
    const context = { source: 'response', contentType: undefined };
    let count = 0;
    for await (const batch of new XmlDecoder({ recordPath: 'f.e' }).decode(indented(), context)) count += batch.length;
    expect(count).toBe(9);
  });

  test('a path that leads nowhere is given up before it takes all memory', async () => {
    async function* endless(): AsyncGenerator<Uint8Array, undefined> {
      yield Buffer.from('<f>');
      const chunk = Buffer.from(`<x>${'0'.repeat(8 * 1024 * 1024)}</x>`);
      for (;;) yield chunk;
    }
    const batches = new XmlDecoder({ recordPath: 'f.e' }).decode(endless(), {
      source: 'response',
      contentType: undefined,
    });
    await expect(batches.next()).rejects.toThrow(
      /^The response breaks at byte \d+: expected an element of "f\.e" sooner$/,
    );
  });
});

test('without the package that parses XML, the error says what to install', async () => {
  vi.resetModules();
  vi.doMock('saxes', () => {
    throw new Error('Cannot find package');
  });
  try {
    const { error } = await decodeAll(new XmlDecoder({ recordPath: 'a' }), '<a/>');
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe('To read XML, the connector needs the package "saxes": npm install saxes');
  } finally {
    vi.doUnmock('saxes');
  }
});
