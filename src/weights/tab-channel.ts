/** Tells the workers of other tabs that the voices of a set of files (`setOf`) are about to go. */
export interface TabChannel {
  tellRemoving(set: string): void;
  onRemoving(listener: (set: string) => void): void;
}

/** @param channel Null where the browser has none: then a removal is noticed when the next piece is to be stored. */
export function tabChannel(channel: BroadcastChannel | null): TabChannel {
  return {
    tellRemoving: (set) => channel?.postMessage(set),
    onRemoving: (listener) =>
      channel?.addEventListener('message', ({ data }: MessageEvent<string>) => listener(data)),
  };
}
