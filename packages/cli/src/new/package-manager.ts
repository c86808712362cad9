import type { PackageManager } from './choices.ts';

interface Commands {
  readonly run: string;
  /** Runs a program of a dependency. */
  readonly exec: string;
}

const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: { run: 'npm run', exec: 'npx' },
  pnpm: { run: 'pnpm run', exec: 'pnpm exec' },
  yarn: { run: 'yarn run', exec: 'yarn' },
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

/** What a package manager must be told in package.json. */
interface Settings {
  /** Whether the package `node` works, which brings the Node that all scripts run on. Without it, Node is the machine's. */
  readonly bringsNode: boolean;
  /** Which install scripts may run: that of `node`. pnpm has it in a file of its own. */
  readonly installScripts: object;
}

export const SETTINGS: Readonly<Record<PackageManager, Settings>> = {
  npm: { bringsNode: true, installScripts: { allowScripts: { esbuild: false, node: true } } },
  pnpm: { bringsNode: true, installScripts: {} },
  // Yarn has the install script of `node` look for Node in that package, which has none yet.
  yarn: { bringsNode: false, installScripts: {} },
  bun: { bringsNode: true, installScripts: { trustedDependencies: ['node'] } },
};

/** The package manager that started this process, as `npm create` does. */
export function packageManagerOf(env: Readonly<Record<string, string | undefined>>): PackageManager {
  const [name = ''] = (env['npm_config_user_agent'] ?? '').split('/');
  return name in COMMANDS ? (name as PackageManager) : 'npm';
}
