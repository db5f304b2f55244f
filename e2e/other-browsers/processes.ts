/** Programs that a test starts beside it, in a group that ends as one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './smoke-browser';

/** How long a program may take to end by itself. */
const PATIENCE_MS = 5000;

export function startGroup(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
  // A test out of time never reaches its own clean-up.
  const onExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  return child;
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

export async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  signalGroup(child, 'SIGTERM');
  const killing = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(killing);
}

export interface SilentSound {
  /** For the browser's environment. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** A sound card that nobody hears: without any, audio contexts of these browsers never run. */
export async function startSilentSound(): Promise<SilentSound> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-pulse-'));
  const socket = join(folder, 'native');
  const server = startGroup(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--disable-shm=yes',
      '--load=module-null-sink',
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { PULSE_RUNTIME_PATH: folder, XDG_RUNTIME_DIR: folder, HOME: folder },
  );
  await until('the sound server', () => Promise.resolve(existsSync(socket)));
  return {
    env: { PULSE_SERVER: `unix:${socket}` },
    stop: async () => {
      await stopGroup(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
