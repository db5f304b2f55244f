/** What is here, as a storage page lists it. Pure. */
import type { KeptVoice } from '../contracts/voices';
import { release } from './holds';
import { pathOf } from './names';
import type { FileRecord, HoldRecord } from './schema';
import type { Inventory } from './weights-store';

/** Last used first; what was never used goes by when it was kept. @param inUse Paths somebody speaks with. */
export function keptVoices(inventory: Inventory, inUse: ReadonlySet<string>): KeptVoice[] {
  const files = new Map(inventory.files.map((file) => [pathOf([file.voiceId, file.name]), file]));
  const uses = new Map(inventory.uses.map(({ voiceId, lastUsedAt }) => [voiceId, lastUsedAt]));
  const listed = inventory.holds.map((hold) => {
    const present = hold.files.flatMap((key) => files.get(pathOf(key)) ?? []);
    const { unneeded } = release(hold, inventory.holds);
    const own = [...unneeded].flatMap((path) => files.get(path) ?? []);
    const verified = present.flatMap(({ verifiedAt }) => verifiedAt ?? []);
    const kept: KeptVoice = {
      id: hold.voiceId,
      voice: hold.voice,
      bytes: sizeOf(present),
      ownBytes: sizeOf(own),
      isWhole: verified.length === hold.files.length,
      verifiedAt: verified.length === 0 ? null : Math.max(...verified),
      lastUsedAt: lastUse(hold, uses),
      // Losing only what others do not use harms nobody.
      isInUse:
        [...unneeded].some((path) => inUse.has(path)) || (own.length === 0 && usesAny(hold, inUse)),
    };
    return { kept, since: kept.lastUsedAt ?? hold.heldAt };
  });
  return listed.toSorted((a, b) => b.since - a.since).map(({ kept }) => kept);
}

export function sizeOf(files: readonly FileRecord[]): number {
  return files.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
}

/** A voice is used when all its owners' files are: a shared file alone may have been another's. */
function lastUse(hold: HoldRecord, uses: ReadonlyMap<string, number>): number | null {
  const owners = [...new Set(hold.files.map(([owner]) => owner))];
  const times = owners.flatMap((owner) => uses.get(owner) ?? []);
  return times.length === 0 || times.length < owners.length ? null : Math.min(...times);
}

function usesAny(hold: HoldRecord, inUse: ReadonlySet<string>): boolean {
  return hold.files.some((key) => inUse.has(pathOf(key)));
}
