import { htmlPage } from '../../recording/faults.ts';
import type { StreamTest } from '../standard-test.ts';
import { mustNotLoseSilently } from './judge.ts';
import { readWithFault } from './read-with-fault.ts';

export const noticesHtml: StreamTest = {
  name: 'html-page',
  group: 'faults',
  proves: 'A web page with status 200 in place of JSON is no empty list: it is asked for again, or the stream fails.',
  advice: 'Do not take what cannot be parsed for no records; let parseResponse throw.',
  async run(stream) {
    const faulted = await readWithFault(stream, { name: 'html-page', what: 'a web page', reply: () => htmlPage() });
    return mustNotLoseSilently(faulted, stream);
  },
};
