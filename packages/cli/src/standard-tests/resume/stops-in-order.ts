import { type ConnectorTest, NotTestable, warnings } from '../standard-test.ts';

/** Promises about how a process ends. */
const RULES = new Set(['the process ends well', 'the read ends', 'a stop keeps records']);

export const stopsInOrder: ConnectorTest = {
  name: 'stops-in-order',
  group: 'resume',
  proves:
    'Asked to stop by SIGTERM, the connector says what it has, with the STATE that covers it, and ends by that signal.',
  advice: 'A connector of the kit does so by itself: look for what keeps the process alive, or ends it before.',
  async run(connector) {
    const { violations, gap } = await connector.killReport();
    const found = violations.filter(({ rule, journey }) => RULES.has(rule) && journey.length > 0);
    if (found.length > 0 && gap !== undefined) throw new NotTestable(gap);
    const texts = found.map(
      ({ stream, message }) => `${stream === undefined ? '' : `${stream}: `}${message.replace(/^run \d+: /, '')}`,
    );
    return warnings(...new Set(texts));
  },
};
