import { expect, test } from 'vitest';
import { parseMessage } from './ask-connector.ts';

test.each([
  ['hello', ''],
  ['null', ' (it is no JSON object)'],
  ['5', ' (it is no JSON object)'],
  ['{}', ' ("type" is absent)'],
  ['{"type":null}', ' ("type" is null)'],
  ['{"type":123456789012345678901}', ' ("type" is 123456789012345678901)'],
  ['{"type":"RECORD"}', ' ("record.stream" of the RECORD is absent or of a wrong type)'],
  ['{"type":"STATE"}', ' ("state" of the STATE is absent or of a wrong type)'],
  ['{"type":"STATE","state":{"stream":{}}}', ' (this tool knows the state of streams alone)'],
  ['{"type":"STATE","state":{"type":"GLOBAL"}}', ' (this tool knows the state of streams alone)'],
  ['{"type":"TRACE"}', ' ("trace.type" of the TRACE is absent or of a wrong type)'],
  [
    '{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1}}',
    ' ("trace.stream_status.stream_descriptor.name" of the TRACE is absent or of a wrong type)',
  ],
  ['{"type":"LOG"}', ' ("log.level" of the LOG is absent or of a wrong type)'],
  ['{"type":"CATALOG","catalog":{"streams":[{}]}}', ' ("catalog.streams" of the CATALOG is absent or of a wrong type)'],
  [
    '{"type":"CATALOG","catalog":{"streams":[{"name":"orders"}]}}',
    ' (stream "orders" lacks json_schema or supported_sync_modes)',
  ],
  [
    '{"type":"CONTROL","control":{"type":"CONNECTOR_CONFIG","connectorConfig":{"config":"x"}}}',
    ' ("control.connectorConfig.config" of the CONTROL is "x")',
  ],
])('%s is no message, and it is said why', (line, why) => {
  expect(() => parseMessage(line)).toThrow(
    expect.objectContaining({
      name: 'CommandError',
      message: `The connector printed a line that is no Airbyte message${why}: ${line}`,
    }),
  );
});

test('what is null in a message of a connector in Python is absent; its own words stay', () => {
  const line = '{"type":"RECORD","record":{"stream":"orders","namespace":null,"emitted_at":1,"data":{"note":null}}}';
  expect(parseMessage(line)).toEqual({
    type: 'RECORD',
    record: { stream: 'orders', emitted_at: 1, data: { note: null } },
  });
});
