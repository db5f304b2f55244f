/** Whether a voice fits, before its first byte is fetched. */
import { SottoError } from '../base/errors';
import type { StorageOverview } from '../contracts/voices';

/** What the browser's own bookkeeping takes beside the bytes themselves. */
const OVERHEAD = 1.05;
const MARGIN_BYTES = 4 * 2 ** 20;

/** Null when there is room, or nobody knows. */
export function lackOfRoom(
  name: string,
  neededBytes: number,
  { usedBytes, quotaBytes, voices }: StorageOverview,
): SottoError | null {
  if (neededBytes === 0 || usedBytes === null || quotaBytes === null) return null;
  const missingBytes = neededBytes * OVERHEAD + MARGIN_BYTES - (quotaBytes - usedBytes);
  if (missingBytes <= 0) return null;
  const freeable = voices.filter(({ isInUse, ownBytes }) => !isInUse && ownBytes > 0);
  const freeableBytes = freeable.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
  return new SottoError(
    `${name} does not fit on this device: about ${megabytes(missingBytes)} are missing.`,
    { kind: 'resource', type: 'storage' },
    {
      operation: 'download',
      component: 'weights',
      suggestion:
        freeableBytes === 0
          ? 'Free some space on this device and try again.'
          : `Voices that are not in use take ${megabytes(freeableBytes)}; remove some of them, or free space on this device.`,
    },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}
