// The mock API, on port 4010; or for as long as a command runs, which finds it in its environment: `node mock/main.ts headwater read`.
import { spawn } from 'node:child_process';
import { startMockApi } from './api.ts';

const [command, ...args] = process.argv.slice(2);
const api = await startMockApi(command === undefined ? 4010 : 0);
if (command === undefined) {
  console.log(`The mock API listens at ${api.config.api_url}. Stop it with Ctrl+C.`);
} else {
  const settings = Object.entries(api.config).map(([name, value]) => [`ACME_${name.toUpperCase()}`, value]);
  // A token that the mock API renews must not take the place of a real one in .env.
  const env = { ...process.env, ...Object.fromEntries(settings), HEADWATER_KEEP_CONFIG: 'no' };
  const child = spawn(command, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
  // Ctrl+C reaches the command as well, which ends in order.
  process.on('SIGINT', () => undefined);
  child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`));
  child.once('close', (exitCode) => {
    process.exitCode = exitCode ?? 1;
    void api.close();
  });
}
