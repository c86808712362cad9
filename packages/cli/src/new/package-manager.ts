import type { PackageManager } from './choices.ts';

interface Commands {
  readonly run: string;
  /** Runs a program of a dependency. */
  readonly exec: string;
}

const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: { run: 'npm run', exec: 'npx' },
  pnpm: { run: 'pnpm run', exec: 'pnpm exec' },
  yarn: { run: 'yarn run', exec: 'yarn exec' },
  bun: { run: 'bun run', exec: 'bunx' },
};

/** Text that says how to call npm, for another package manager. */
export function forPackageManager(text: string, packageManager: PackageManager): string {
  if (packageManager === 'npm') return text;
  const { run, exec } = COMMANDS[packageManager];
  return text
    .replaceAll('npm run ', `${run} `)
    .replaceAll(/\bnpm (?=start\b|test\b)/g, `${run} `)
    .replaceAll('npm install', `${packageManager} install`)
    .replaceAll('npx ', `${exec} `)
    .replaceAll('"npm"', `"${packageManager}"`);
}

/** The package manager that started this process, as `npm create` does. */
export function packageManagerOf(env: Readonly<Record<string, string | undefined>>): PackageManager {
  const [name = ''] = (env['npm_config_user_agent'] ?? '').split('/');
  return name in COMMANDS ? (name as PackageManager) : 'npm';
}
