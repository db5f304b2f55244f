/** What the reading room tells above the page, in words. */
import type { SottoError } from '../base/errors';
import type { Notice } from '../contracts/session';
import type { ShownNotice } from './notices.svelte';

export function replacedNotice(title: string, bringBack: () => void): ShownNotice {
  return {
    id: 'opened',
    severity: 'info',
    text: `“${title}” took the place of your text.`,
    suggestion: null,
    actions: [{ label: 'Bring mine back', run: bringBack }],
  };
}

export function bookmarkNotice(name: string, showBookmarks: () => void): ShownNotice {
  return {
    id: 'bookmark',
    severity: 'info',
    text: `Bookmark added: ${name}`,
    suggestion: null,
    actions: [{ label: 'Show bookmarks', run: showBookmarks }],
  };
}

export function updateNotice(update: () => void, later: () => void): ShownNotice {
  return {
    id: 'update',
    severity: 'info',
    text: 'A new version of Sotto is ready.',
    suggestion: 'Updating reloads the page; your text and your place are kept.',
    actions: [
      { label: 'Update now', run: update },
      { label: 'Later', run: later },
    ],
  };
}

export function profileNotice(
  { message, suggestion }: SottoError,
  showProfiles: () => void,
): ShownNotice {
  return {
    id: 'profile',
    severity: 'warning',
    text: message,
    suggestion,
    actions: [{ label: 'Show profiles', run: showProfiles }],
  };
}

export const FAILED_NOTICE = 'failed';

export function failedNotice(
  { message, suggestion }: SottoError,
  tryAgain: () => void,
): ShownNotice {
  return {
    id: FAILED_NOTICE,
    severity: 'error',
    text: message,
    suggestion,
    actions: [{ label: 'Try again', run: tryAgain }],
  };
}

/** What the session has to say; a suggestion that its text holds already is not said twice. */
export function sessionNotice({ id, severity, text, error }: Notice): ShownNotice {
  const suggestion = error?.suggestion ?? null;
  const isSaid = suggestion !== null && text.includes(suggestion);
  return { id, severity, text, suggestion: isSaid ? null : suggestion, actions: [] };
}
