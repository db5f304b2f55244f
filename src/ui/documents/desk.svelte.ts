import { isCancelled, asSottoError } from '../../base/errors';
import type {
  Bookmark,
  DocumentEntry,
  DocumentLibrary,
  FileToRead,
  OpenDocument,
} from '../../contracts/documents';
import { chapterIndexAt } from '../../documents/lookup';
import type { NoticeBoard } from '../notices.svelte';

/** What the desk needs of the room it stands in. */
export interface DeskRoom {
  readonly notices: NoticeBoard;
  /** Where the voice is in the open document; null while other text is on the page. */
  readonly place: () => number | null;
  /** Puts it on the page. */
  readonly present: (opened: OpenDocument) => void;
}

const BOOKMARK_UNITS = 48;

/** Documents: the one that is open, those kept on this device, and the way new ones come in. */
export class Desk {
  /** What was opened last, which the text on the page may have moved away from (`Room.book`). */
  current = $state.raw<OpenDocument | null>(null);
  recent = $state.raw<readonly DocumentEntry[]>([]);
  readonly #library: DocumentLibrary;
  readonly #room: DeskRoom;
  #opening: AbortController | null = null;

  constructor(library: DocumentLibrary, room: DeskRoom) {
    this.#library = library;
    this.#room = room;
    library.onLaunched((file) => void this.open(file));
  }

  async refresh(): Promise<void> {
    this.recent = await this.#library.entries();
  }

  /** Opens a file; what was open stays, and speaks on, until it is read. The last one asked for wins. */
  async open(file: FileToRead): Promise<'opened' | 'not'> {
    this.#opening?.abort();
    const mine = new AbortController();
    this.#opening = mine;
    const told = this.#tellOpening(file.name, mine);
    try {
      const opened = await this.#library.open(file, mine.signal);
      if (mine.signal.aborted) return 'not';
      this.#room.notices.dismiss('file');
      this.#present(opened);
      return 'opened';
    } catch (thrown) {
      if (!isCancelled(thrown)) this.#refuse(thrown);
      return 'not';
    } finally {
      told();
      if (this.#opening === mine) this.#opening = null;
      await this.refresh();
    }
  }

  /** A piece of a web page, from the clipboard. */
  async paste(html: string): Promise<void> {
    await this.open({ blob: new Blob([html]), name: 'Pasted text', isFragment: true });
  }

  /** One that is kept on this device. Resolves to false when it is not there any more. */
  async reopen(id: string): Promise<boolean> {
    const opened = await this.#library.reopen(id).catch(() => null);
    if (opened !== null) this.#present(opened);
    await this.refresh();
    return opened !== null;
  }

  async openShared(): Promise<void> {
    for (const file of await this.#library.takeShared().catch(() => [])) await this.open(file);
  }

  async remove(id: string): Promise<void> {
    await this.#library.remove(id).catch(() => undefined);
    await this.refresh();
  }

  chapterIndex(offset: number): number {
    return chapterIndexAt(this.current?.model.chapters ?? [], offset);
  }

  /** Where listening goes on another time. */
  keepPlace(): void {
    const entry = this.current?.entry;
    const offset = this.#room.place();
    if (entry === undefined || offset === null || entry.offset === offset) return;
    this.#change({ offset });
  }

  addBookmark(): Bookmark | null {
    const { current } = this;
    const offset = this.#room.place();
    if (current === null || offset === null) return null;
    const known = current.entry.bookmarks.find((one) => one.offset === offset);
    if (known !== undefined) return known;
    const words = current.model.text.slice(offset, offset + BOOKMARK_UNITS).replace(/\s+/g, ' ');
    const name = words.replace(/\s\S*$/, '').trim() || 'Bookmark';
    const bookmark = { id: crypto.randomUUID(), name: `${name} …`, offset };
    const bookmarks = [...current.entry.bookmarks, bookmark].sort((a, b) => a.offset - b.offset);
    this.#change({ bookmarks });
    return bookmark;
  }

  renameBookmark(id: string, name: string): void {
    const trimmed = name.trim();
    if (trimmed === '') return;
    const rename = (one: Bookmark) => (one.id === id ? { ...one, name: trimmed } : one);
    this.#change({ bookmarks: this.current?.entry.bookmarks.map(rename) ?? [] });
  }

  removeBookmark(id: string): void {
    const rest = this.current?.entry.bookmarks.filter((one) => one.id !== id) ?? [];
    this.#change({ bookmarks: rest });
  }

  dispose(): void {
    this.#opening?.abort();
  }

  #present(opened: OpenDocument): void {
    this.keepPlace();
    this.current = opened;
    this.#room.present(opened);
  }

  #change(change: Partial<Pick<DocumentEntry, 'offset' | 'bookmarks'>>): void {
    if (this.current === null) return;
    const entry = { ...this.current.entry, ...change };
    this.current = { ...this.current, entry };
    this.recent = this.recent.map((one) => (one.id === entry.id ? { ...one, ...change } : one));
    // Forbidden storage forgets; the page goes on.
    void this.#library.remember(entry.id, change).catch(() => undefined);
  }

  #tellOpening(name: string, mine: AbortController): () => void {
    const id = 'opening';
    this.#room.notices.show({
      id,
      severity: 'info',
      text: `Opening “${name}”.`,
      suggestion: null,
      actions: [{ label: 'Cancel', run: () => mine.abort() }],
    });
    return () => {
      if (this.#opening === mine || this.#opening === null) this.#room.notices.dismiss(id);
    };
  }

  #refuse(thrown: unknown): void {
    const error = asSottoError(thrown, { operation: 'open', component: 'documents' });
    this.#room.notices.show({
      id: 'file',
      severity: 'error',
      text: `${error.message} Your text is untouched.`,
      suggestion: error.suggestion,
      actions: [],
    });
  }
}
