import { counted } from '../../terminal/show.ts';
import { failures, NotTestable, type StreamTest, warnings } from '../standard-test.ts';
import { valueAtPath } from '../subject/json-shapes.ts';
import { showKeys } from '../subject/records-of.ts';
import { isCursorValue } from './cursor-values.ts';

export const cursorPresent: StreamTest = {
  name: 'cursor-present',
  group: 'incremental',
  proves: 'Every record has a cursor value: one without is never seen to have changed.',
  advice:
    'Choose a field that the API always sends, such as the time of the last change and not that of the first payment.',
  async run(stream) {
    const { cursorPath } = stream;
    const { records } = await stream.readIncrementally();
    if (records.length === 0) throw new NotTestable('the incremental read gave no records');
    const without = records.filter((record) => (valueAtPath(record, cursorPath) ?? null) === null);
    const wrong = records.filter((record) => {
      const value = valueAtPath(record, cursorPath) ?? null;
      return value !== null && !isCursorValue(value);
    });
    const name = `"${cursorPath.join('.')}"`;
    const all = records.length;
    return [
      ...(without.length === all ? failures(`no record has ${name}`) : []),
      ...(without.length > 0 && without.length < all
        ? warnings(
            `${without.length} of ${counted(all, 'record')} have null or nothing in ${name}: ${showKeys(without, stream)}`,
          )
        : []),
      ...(wrong.length > 0 ? failures(`${name} is neither text nor a number: ${showKeys(wrong, stream)}`) : []),
    ];
  },
};
