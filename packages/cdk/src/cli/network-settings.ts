import type { NetworkSettings } from '../streams/contexts.ts';

/**
 * The way to the network that environment variables describe: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in lower or upper
 * case, of which the lower wins, as with other tools; and `DEPLOYMENT_MODE`.
 */
export function networkSettings(env: Readonly<Record<string, string | undefined>>): NetworkSettings {
  const either = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  return {
    httpsProxy: either('https_proxy'),
    httpProxy: either('http_proxy'),
    noProxy: either('no_proxy'),
    publicOnly: env['DEPLOYMENT_MODE']?.trim().toLowerCase() === 'cloud',
  };
}
