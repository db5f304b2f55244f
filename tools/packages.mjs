/** Debian packages that the tests use: installed where missing and possible, explained where not. */
import { existsSync } from 'node:fs';
import { findChromium, findProgram } from './browser.mjs';
import { run, say } from './lib.mjs';

/** What the smoke tests in other browsers start, and the package that brings it. */
const SMOKE_PROGRAMS = [
  { program: 'firefox-esr', name: 'firefox-esr' },
  { program: 'WebKitWebDriver', name: 'webkit2gtk-driver' },
  { program: 'xvfb-run', name: 'xvfb' },
  { program: 'xauth', name: 'xauth' },
  { program: 'dbus-run-session', name: 'dbus-x11' },
  { program: 'pulseaudio', name: 'pulseaudio' },
  // What judges exported files.
  { program: 'ffprobe', name: 'ffmpeg' },
];

const APT_TIMEOUT_MS = 5 * 60_000;

/** Installs what is missing. Says, never throws: tests without their browser are skipped or fail. */
export async function ensurePackages() {
  const needed = findChromium() === null ? ['chromium'] : [];
  const smoke = SMOKE_PROGRAMS.filter(({ program }) => findProgram(program) === null);
  const missing = [...needed, ...smoke.map(({ name }) => name)];
  if (missing.length === 0) return;
  const prefix = administratorPrefix();
  if (prefix === null) {
    say(`Not installed, and cannot be here: ${missing.join(', ')}. Their tests are skipped.`);
    return;
  }
  say(`Installing ${missing.join(', ')} ...`);
  await aptGet(prefix, ['update']);
  // One by one: a package that this release lacks must not cost the others.
  for (const name of missing) {
    const status = await aptGet(prefix, ['install', '-y', '--no-install-recommends', name]);
    if (status !== 0) say(`${name} could not be installed: its tests are skipped.`);
  }
}

/** How to run apt-get as administrator; null where there is no apt-get or no such right. */
function administratorPrefix() {
  if (!existsSync('/etc/debian_version') || findProgram('apt-get') === null) return null;
  if (process.getuid?.() === 0) return [];
  return findProgram('sudo') === null ? null : ['sudo', '--non-interactive'];
}

function aptGet(prefix, args) {
  const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
  return run(command, [...rest, ...args], { timeoutMs: APT_TIMEOUT_MS });
}
