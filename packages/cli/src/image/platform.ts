import { CommandError } from '../command-error.ts';
import type { Platform } from './oci.ts';

/** Node's names of processors, as images name them, where they differ. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** Linux on this machine's processor. */
export function hostPlatform(architecture: string = process.arch): string {
  return `linux/${ARCHITECTURES[architecture] ?? architecture}`;
}

/**
 * Reads `linux/amd64` or `linux/arm64/v8`.
 *
 * @throws CommandError when it is neither.
 */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || variant === '' || rest.length > 0) {
    throw new CommandError(`"${text}" is no platform: it must be like linux/amd64`, { exitCode: 2 });
  }
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

export function showPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** Whether what runs on `wanted` may be this. A variant counts only where it was asked for. */
export function isPlatform(wanted: Platform, found: Platform | undefined): boolean {
  return (
    found?.os === wanted.os &&
    found.architecture === wanted.architecture &&
    (wanted.variant === undefined || found.variant === wanted.variant)
  );
}
