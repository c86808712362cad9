import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type ConnectorInputs, connectorInputs } from './connector-inputs.ts';
import type { NodeCall } from './run-process.ts';

/** A connector on faros-airbyte-cdk. */
export interface FarosPeer {
  /** How it is started, without a command. */
  readonly start: NodeCall;
  readonly inputs: ConnectorInputs;
}

const home = `${import.meta.dirname}/.peers`;

/** The kit requires the last three without declaring them: alone it cannot be loaded. */
const dependencies = {
  'faros-airbyte-cdk': '0.23.19',
  got: '16.1.0',
  commander: '13.1.0',
  'faros-js-client': '0.7.1',
  lodash: '4.18.1',
};

/**
 * Installs the kit with npm into `bench/.peers`, once, and puts the connector beside it.
 *
 * @throws Error when it cannot be installed, as without a network.
 */
export function farosPeer(folder: string): FarosPeer {
  mkdirSync(home, { recursive: true });
  const main = `${home}/faros-source.mjs`;
  if (!Object.keys(dependencies).every((name) => existsSync(`${home}/node_modules/${name}/package.json`))) {
    writeFileSync(`${home}/package.json`, JSON.stringify({ private: true, dependencies }, undefined, 2));
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 180_000,
    });
  }
  copyFileSync(`${import.meta.dirname}/contestants/faros-source.mjs`, main);
  return { start: { args: [main] }, inputs: connectorInputs(`${folder}/inputs`) };
}
