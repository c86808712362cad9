import { readFile } from 'node:fs/promises';

/** What this tool's package.json says. */
export interface ToolManifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** It lies beside `src` as it does beside `dist`. */
export async function readToolManifest(): Promise<ToolManifest> {
  return JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as ToolManifest;
}
