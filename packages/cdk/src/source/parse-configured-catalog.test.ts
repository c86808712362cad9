import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { ConfigError } from '../errors/config-error.ts';
import { parseConfiguredCatalog } from './parse-configured-catalog.ts';

const parse = (value: unknown): unknown => parseConfiguredCatalog(value, 'catalog.json');

describe('P10: catalogs as platforms send them', () => {
  test.each<[string, unknown, unknown[]]>([
    ['no stream', { streams: [] }, []],
    [
      'full_refresh',
      { streams: [{ stream: { name: 'a' }, sync_mode: 'full_refresh' }] },
      [{ stream: { name: 'a' }, syncMode: 'full_refresh' }],
    ],
    [
      'incremental',
      { streams: [{ stream: { name: 'a' }, sync_mode: 'incremental' }] },
      [{ stream: { name: 'a' }, syncMode: 'incremental' }],
    ],
    ['no sync mode', { streams: [{ stream: { name: 'a' } }] }, [{ stream: { name: 'a' }, syncMode: 'full_refresh' }]],
    [
      'explicit nulls and unknown keys',
      {
        extra: 1,
        streams: [
          {
            stream: { name: 'a', namespace: null, json_schema: {}, source_defined_cursor: null, more: [] },
            sync_mode: null,
            destination_sync_mode: 'append',
            cursor_field: null,
            primary_key: null,
            generation_id: null,
          },
        ],
      },
      [{ stream: { name: 'a' }, syncMode: 'full_refresh' }],
    ],
    [
      'a namespace',
      { streams: [{ stream: { name: 'a', namespace: 'n' } }] },
      [{ stream: { name: 'a', namespace: 'n' }, syncMode: 'full_refresh' }],
    ],
    [
      'an empty namespace',
      { streams: [{ stream: { name: 'a', namespace: '' } }] },
      [{ stream: { name: 'a' }, syncMode: 'full_refresh' }],
    ],
    [
      'one name in two namespaces, in the order of the file',
      { streams: [{ stream: { name: 'b' } }, { stream: { name: 'a', namespace: 'n' } }, { stream: { name: 'a' } }] },
      [
        { stream: { name: 'b' }, syncMode: 'full_refresh' },
        { stream: { name: 'a', namespace: 'n' }, syncMode: 'full_refresh' },
        { stream: { name: 'a' }, syncMode: 'full_refresh' },
      ],
    ],
  ])('%s', (_, value, streams) => {
    expect(parse(value)).toStrictEqual({ streams });
  });
});

describe('F: what is no catalog is a config_error that names file and place', () => {
  const shape = 'catalog.json must be a configured catalog, an object with a list of "streams": ';
  test.each<[unknown, string]>([
    [undefined, `${shape}got nothing`],
    [null, `${shape}got null`],
    [[], `${shape}got array`],
    ['{}', `${shape}got string`],
    [{}, `${shape}"streams" is nothing`],
    [{ streams: null }, `${shape}"streams" is null`],
    [{ streams: { a: 1 } }, `${shape}"streams" is object`],
    [{ streams: [null] }, 'catalog.json: streams[0] must be an object, got null'],
    [{ streams: [{ stream: { name: 'a' } }, 'b'] }, 'catalog.json: streams[1] must be an object, got string'],
    [{ streams: [{}] }, 'catalog.json: streams[0].stream must be an object, got nothing'],
    [{ streams: [{ stream: 'a' }] }, 'catalog.json: streams[0].stream must be an object, got string'],
    [{ streams: [{ stream: {} }] }, 'catalog.json: streams[0].stream.name must be text, got nothing'],
    [{ streams: [{ stream: { name: '' } }] }, 'catalog.json: streams[0].stream.name must be text, got ""'],
    [{ streams: [{ stream: { name: 7 } }] }, 'catalog.json: streams[0].stream.name must be text, got 7'],
    [
      { streams: [{ stream: { name: 'a', namespace: 7 } }] },
      'catalog.json: streams[0].stream.namespace must be text, got 7',
    ],
    [
      { streams: [{ stream: { name: 'a' }, sync_mode: 'full' }] },
      'catalog.json: streams[0].sync_mode must be "full_refresh" or "incremental", got "full"',
    ],
    [
      { streams: [{ stream: { name: 'a' }, sync_mode: 1 }] },
      'catalog.json: streams[0].sync_mode must be "full_refresh" or "incremental", got 1',
    ],
    [
      { streams: [{ stream: { name: 'a' } }, { stream: { name: 'a', namespace: null } }] },
      'catalog.json: streams[1] names the stream "a" a second time',
    ],
    [
      { streams: [{ stream: { name: 'a', namespace: 'n' } }, { stream: { name: 'a', namespace: 'n' } }] },
      'catalog.json: streams[1] names the stream "n.a" a second time',
    ],
  ])('%j', (value, message) => {
    const error = thrownBy(() => parse(value));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(message);
  });
});
