// Ends a connector anywhere, again and again, for as long as asked. See README.md.
import { inParallel, seededRandom } from '@headwater/kill-anywhere';
import { helpText, parseCommandLine, type SoakOptions, UsageError } from './command-line.ts';
import { runSoakCase, soakCase } from './soak-case.ts';
import { soakConnector } from './soak-connector.ts';
import { SoakTotals } from './soak-totals.ts';

/** Runs cases until the time is over or a promise is broken, and says whether none was. */
async function soak({ minutes, seed, only, parallel }: SoakOptions): Promise<boolean> {
  const connector = await soakConnector();
  const totals = new SoakTotals(seed);
  const endsAt = Date.now() + minutes * 60_000;
  const isTimeLeft = (): boolean => Date.now() < endsAt && totals.isClean;
  try {
    await inParallel(only === undefined ? numbersWhile(isTimeLeft) : [only], parallel, async (number) => {
      totals.add(number, await runSoakCase(connector, soakCase(seedOfCase(seed, number))));
      if (process.stderr.isTTY) process.stderr.write(`\r${totals.line()}`);
    });
  } finally {
    await connector.remove();
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  process.stdout.write(totals.report());
  return totals.isClean;
}

function* numbersWhile(isTimeLeft: () => boolean): Generator<number> {
  for (let number = 0; isTimeLeft(); number++) yield number;
}

function seedOfCase(seed: number, number: number): number {
  return seededRandom(seed ^ Math.imul(number + 1, 0x9e3779b1)).seed();
}

try {
  const options = parseCommandLine(process.argv.slice(2), Date.now() % 2 ** 32);
  if (options === undefined) process.stdout.write(helpText);
  else if (!(await soak(options))) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
