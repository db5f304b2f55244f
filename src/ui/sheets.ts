/** What can lie over the page, one at a time. */
export type Sheet =
  | 'voices'
  | 'profiles'
  | 'lexicon'
  | 'shortcuts'
  | 'export'
  | 'health'
  | 'storage'
  | 'contents'
  | 'stories'
  | null;
