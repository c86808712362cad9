import { helpText, parseCommandLine } from './command-line/parse-command-line.ts';
import { UsageError } from './command-line/usage-error.ts';
import { startExampleApi } from './start-example-api.ts';

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(helpText);
  } else {
    const api = await startExampleApi(options);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void api.close());
    process.stdout.write(`Example API listening on ${api.url}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError || error instanceof RangeError ? 2 : 1;
}
