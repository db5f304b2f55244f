/** Keys of the page. Single keys never fire while a field has the focus; Ctrl+Enter always does. */
export type Command =
  | 'playFromWriting'
  | 'togglePlay'
  | 'previousSentence'
  | 'nextSentence'
  | 'faster'
  | 'slower'
  | 'edit'
  | 'showContents'
  | 'addBookmark'
  | 'showShortcuts';

export interface Shortcut {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { command: 'playFromWriting', keys: ['Ctrl+Enter'], does: 'Play what is written' },
  { command: 'togglePlay', keys: ['Space', 'K'], does: 'Play or pause' },
  { command: 'previousSentence', keys: ['←', 'J'], does: 'Previous sentence' },
  { command: 'nextSentence', keys: ['→', 'L'], does: 'Next sentence' },
  { command: 'faster', keys: ['+'], does: 'Faster' },
  { command: 'slower', keys: ['−'], does: 'Slower' },
  { command: 'edit', keys: ['E'], does: 'Back to writing' },
  { command: 'showContents', keys: ['C'], does: 'Chapters, bookmarks, sleep timer' },
  { command: 'addBookmark', keys: ['B'], does: 'Bookmark this place' },
  { command: 'showShortcuts', keys: ['?'], does: 'Show this list' },
];

/** What a key press is aimed at: fields take every key, widgets take those that work them. */
export type KeyTarget = 'page' | 'field' | 'button' | 'slider';

export interface KeyPress {
  readonly key: string;
  readonly ctrlOrMeta: boolean;
  readonly alt: boolean;
  readonly target: KeyTarget;
}

const SINGLE_KEYS: Readonly<Record<string, Command>> = {
  ' ': 'togglePlay',
  k: 'togglePlay',
  j: 'previousSentence',
  l: 'nextSentence',
  arrowleft: 'previousSentence',
  arrowright: 'nextSentence',
  '+': 'faster',
  '=': 'faster',
  '-': 'slower',
  '−': 'slower',
  e: 'edit',
  c: 'showContents',
  b: 'addBookmark',
  '?': 'showShortcuts',
};

/** @param singleKeys False when the listener turned them off (speech input users may need that). */
export function commandOf(press: KeyPress, singleKeys = true): Command | null {
  if (press.alt) return null;
  if (press.ctrlOrMeta) return press.key === 'Enter' ? 'playFromWriting' : null;
  if (press.target === 'field' || !singleKeys) return null;
  if (press.target === 'button' && press.key === ' ') return null;
  if (press.target === 'slider' && press.key.startsWith('Arrow')) return null;
  return SINGLE_KEYS[press.key.toLowerCase()] ?? null;
}

/** The kind of the element under the focus, by tag, type and role. */
export function keyTarget(
  tag: string,
  type: string,
  role: string | null,
  editable: boolean,
): KeyTarget {
  if (editable || tag === 'TEXTAREA' || tag === 'SELECT') return 'field';
  if (tag === 'INPUT') {
    if (type === 'range') return 'slider';
    return ['button', 'checkbox', 'radio', 'submit'].includes(type) ? 'button' : 'field';
  }
  const pressable = tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY' || role === 'button';
  return pressable ? 'button' : 'page';
}
