#!/usr/bin/env node
// Plain JavaScript, so that an old Node can say what is wrong before it meets TypeScript.
import * as module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  console.error(
    `source-acme needs Node.js 22.20 or later and was started by ${process.versions.node}. Get it from https://nodejs.org.`,
  );
  process.exit(2);
}
// Compiled code is kept between runs, in the system's folder for temporary files: the start takes half the time.
module.enableCompileCache();
await import('./src/main.ts');
