/**
 * Ends the process with exit code 2 and one line of help when Node is too old.
 *
 * @param version As `process.versions.node` gives it.
 */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 20)) return;
  process.stderr.write(
    `This connector needs Node.js 22.20 or later and was started by ${version}. Get it from https://nodejs.org, or run it with "npx --package node@26 node …".\n`,
  );
  process.exit(2);
}
