/** A line that tells how far a read is: rewritten in place on a terminal, a plain line a stream elsewhere. */
export function progressLine(): { onLine: (line: string) => void; clear: () => void } {
  const isTerminal = process.stdout.isTTY;
  let stream = '';
  let records = 0;
  let shownAt = 0;

  return {
    onLine(line) {
      // By text, because parsing each of many records only to count it would slow the read down.
      if (line.startsWith('{"type":"RECORD"')) {
        records++;
        const now = performance.now();
        if (isTerminal && now - shownAt > 50) {
          shownAt = now;
          process.stdout.write(`\r\u001B[Kreading   ${stream}: ${records.toLocaleString('en')} records`);
        }
      } else if (line.includes('"status":"STARTED"')) {
        stream = /"stream_descriptor":\{"name":"([^"]*)"/.exec(line)?.[1] ?? '';
        records = 0;
        if (!isTerminal) process.stdout.write(`reading   ${stream}\n`);
      }
    },
    clear() {
      if (isTerminal) process.stdout.write('\r\u001B[K');
    },
  };
}
