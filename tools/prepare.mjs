/**
 * From a fresh clone to a built app: install, pack assets, build, compress. Each step is skipped
 * when what it makes is newer than what it is made of.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, run, say } from './lib.mjs';

const MINIMUM_NODE = [20, 19];
/** Whatever changes the built app. */
const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'lab.html',
  'embed.html',
  'demo',
  'tools/sdk.ts',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
];

/** A step that failed; the message says which and what to do. */
export class StepError extends Error {}

export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new StepError(
      `Sotto needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${version}. Install a newer Node and try again.`,
    );
  }
}

/**
 * Dependencies as the lock file names them. Not `npm ci`: that refuses a lock file which lacks the
 * binaries of platforms other than the one it was written on, and registries do not hold them all.
 * No package's own script runs (.npmrc): the one of note would fetch libraries the project does not use.
 */
export async function install() {
  const installed = modified('node_modules/.package-lock.json');
  if (installed >= modified('package-lock.json')) return;
  say('Installing dependencies (once; a minute or two) ...');
  const args = ['install', '--no-save'];
  await step('npm', args, 'Installing failed. Is there a network?');
}

/** Data that is packed out of dependencies rather than committed. */
export async function packAssets() {
  await step(process.execPath, ['tools/assets.mjs'], 'Packing the phonemiser failed.');
}

/** The app in `dist`, newer than its sources. */
export async function build() {
  const built = modified('dist/index.html');
  if (built > Math.max(...SOURCES.map(newest))) return;
  say('Building the app ...');
  try {
    await step('npm', ['run', '--silent', 'build'], 'Building failed; the reason stands above.');
  } catch (error) {
    // What a failed build leaves behind must not pass for the app next time.
    rmSync(join(repositoryRoot, 'dist'), { recursive: true, force: true });
    throw error;
  }
}

async function step(command, args, failure) {
  const status = await run(command, args);
  if (status !== 0) throw new StepError(failure);
}

/** Milliseconds since the epoch; 0 for what does not exist. */
function modified(path) {
  return statSync(join(repositoryRoot, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The newest change in a file or anywhere in a folder; removing a file changes its folder. */
function newest(path) {
  const stats = statSync(join(repositoryRoot, path), { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(join(repositoryRoot, path)).map((name) => newest(join(path, name)));
  return Math.max(stats.mtimeMs, ...inside);
}
