/** What the tools share. Plain Node, nothing installed: `npm start` runs this on a fresh clone. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

/** True when the module was started by hand, false when it was imported. */
export function isMain(moduleUrl) {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(moduleUrl);
}

/**
 * Runs a command in the repository with its output shown.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, timeoutMs?: number }} [options]
 * @returns {Promise<number>} The exit status; 124 when it ran out of time, 127 when it cannot start.
 */
export function run(command, args, { env = {}, timeoutMs = 0 } = {}) {
  return new Promise((done) => {
    // Its own process group, so that a command out of time takes its browsers and servers with it.
    const child = spawn(command, args, {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    let timedOut = false;
    const timer =
      timeoutMs > 0 &&
      setTimeout(() => {
        timedOut = true;
        killGroup(child);
      }, timeoutMs);
    const forward = () => killGroup(child);
    process.once('SIGINT', forward);
    process.once('SIGTERM', forward);
    const finish = (status) => {
      if (timer) clearTimeout(timer);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      done(status);
    };
    child.once('error', () => finish(127));
    child.once('exit', (code) => finish(timedOut ? 124 : (code ?? 1)));
  });
}

function killGroup(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
  } catch {
    child.kill('SIGTERM');
  }
}

export function say(text) {
  console.log(`sotto: ${text}`);
}
