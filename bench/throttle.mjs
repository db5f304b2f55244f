/**
 * A slower processor for a whole process tree: page, workers, audio thread and all. Linux control groups, which
 * needs root; elsewhere the processes are stopped and continued by turns, which is coarser.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Short, so that a thread that must answer in time, such as the audio's, never waits long for its share. */
const PERIOD_MICROSECONDS = 5000;
/** The least that the kernel grants in a period. */
const LEAST_QUOTA = 1000;
const STOPPED_EVERY_MS = 40;

/**
 * @typedef {object} Throttle
 * @property {string} how
 * @property {(share: number) => void} set Processors' worth of time the tree may use; Infinity for all.
 * @property {() => void} release
 */

/**
 * @param {number} root The browser's own process; what it starts later is included.
 * @returns {Throttle}
 */
export function throttleTree(root) {
  return controlGroup(root) ?? stopping(root);
}

/** Version 2 where it governs the processor, else version 1. */
const GROUPS = [
  {
    folder: '/sys/fs/cgroup',
    isThere: (folder) => read(join(folder, 'cgroup.controllers')).split(/\s/).includes('cpu'),
    limit: (folder, quota, period) =>
      writeFileSync(join(folder, 'cpu.max'), `${quota === null ? 'max' : quota} ${period}`),
  },
  {
    folder: '/sys/fs/cgroup/cpu',
    isThere: (folder) => existsSync(join(folder, 'cpu.cfs_quota_us')),
    limit: (folder, quota, period) => {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(period));
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota ?? -1));
    },
  },
];

/** @returns {Throttle | null} */
function controlGroup(root) {
  const kind = GROUPS.find(({ folder, isThere }) => isThere(folder));
  if (kind === undefined) return null;
  const group = join(kind.folder, `sotto-bench-${process.pid}`);
  try {
    mkdirSync(group);
    kind.limit(group, null, PERIOD_MICROSECONDS);
    for (const id of processTree(root)) writeFileSync(join(group, 'cgroup.procs'), String(id));
  } catch {
    // Not root, or a read-only mount.
    if (existsSync(group)) rmdirSync(group);
    return null;
  }
  return {
    how: `control group, a share of every ${PERIOD_MICROSECONDS / 1000} ms`,
    set: (share) => {
      const period = Math.max(PERIOD_MICROSECONDS, Math.ceil(LEAST_QUOTA / share));
      kind.limit(group, Number.isFinite(share) ? Math.round(share * period) : null, period);
    },
    release: () => {
      for (const id of read(join(group, 'cgroup.procs')).split('\n').filter(Boolean)) {
        writeFileSync(join(kind.folder, 'cgroup.procs'), id);
      }
      rmdirSync(group);
    },
  };
}

/** @returns {Throttle} */
function stopping(root) {
  let resume = () => {};
  let timers = [];
  const signal = (name) => {
    for (const id of processTree(root)) {
      try {
        process.kill(id, name);
      } catch {
        // It has just ended.
      }
    }
  };
  const release = () => {
    timers.forEach(clearInterval);
    resume();
    resume = () => {};
  };
  return {
    how: `stopped for a part of every ${STOPPED_EVERY_MS} ms`,
    set: (share) => {
      release();
      timers = [];
      if (!Number.isFinite(share)) return;
      resume = () => signal('SIGCONT');
      timers.push(
        setInterval(() => {
          signal('SIGCONT');
          setTimeout(() => signal('SIGSTOP'), STOPPED_EVERY_MS * share);
        }, STOPPED_EVERY_MS),
      );
    },
    release,
  };
}

/** @returns {number[]} */
function processTree(root) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => [Number(id), Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${id}/status`))?.[1])]);
  const tree = [root];
  for (const id of tree)
    tree.push(...parents.filter(([, of]) => of === id).map(([child]) => child));
  return tree;
}

/** Empty for what is gone or was never there. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
