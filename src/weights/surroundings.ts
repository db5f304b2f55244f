import type { ManagerDeps } from './manager';
import { tabChannel } from './tab-channel';

/** What the browser offers a manager. Much is absent outside secure contexts, whatever the types say. */
export function browserSurroundings(): Pick<
  ManagerDeps,
  'locks' | 'storage' | 'timestamp' | 'tabs'
> {
  return {
    locks: 'locks' in navigator ? navigator.locks : null,
    storage: 'storage' in navigator ? navigator.storage : null,
    timestamp: Date.now,
    tabs: tabChannel(
      'BroadcastChannel' in globalThis ? new BroadcastChannel('sotto-weights') : null,
    ),
  };
}
