/** What the pages of one browser took of the machine's memory at the most. Linux only. */
import { readFile, readdir } from 'node:fs/promises';

/**
 * @param profile The browser's folder, which its processes name.
 * @returns Megabytes of the largest renderer alive; null where that cannot be told.
 */
export async function peakRendererMb(profile: string): Promise<number | null> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const peaks = await Promise.all(ids.map((id) => peakOf(id, profile).catch(() => null)));
  const known = peaks.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}

async function peakOf(id: string, profile: string): Promise<number | null> {
  const command = await readFile(`/proc/${id}/cmdline`, 'utf8');
  if (!command.includes('--type=renderer') || !command.includes(profile)) return null;
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return peak === undefined ? null : Math.round(Number(peak) / 1024);
}
