/** Tells the other tabs, and the service worker tells the tabs, which story has changed. */

/** The part of a BroadcastChannel that is needed. */
export interface NewsChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export const STORY_CHANNEL = 'sotto-stories';

export interface StoryNews {
  tell(storyId: string): void;
  /** Of the others alone. */
  listen(listener: (storyId: string) => void): void;
  close(): void;
}

/** @param channel Null where there is none: then each tab looks for itself when it is shown. */
export function storyNews(channel: NewsChannel | null): StoryNews {
  return {
    tell: (storyId) => channel?.postMessage({ storyId }),
    listen: (listener) =>
      channel?.addEventListener('message', ({ data }) => {
        const storyId = (data as { storyId?: unknown } | null)?.storyId;
        if (typeof storyId === 'string') listener(storyId);
      }),
    close: () => channel?.close(),
  };
}
