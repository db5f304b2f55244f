/**
 * A document as it is read aloud and shown: one source text, and what its stretches are. All places
 * count UTF-16 units of `text`, as everywhere (contracts/text.ts).
 */
import type { Language, Reading, Span } from './text';

export const DOCUMENT_FORMATS = [
  'plain',
  'ssml',
  'markdown',
  'html',
  'epub',
  'pdf',
  'docx',
  'subtitles',
] as const;
export type FileFormat = (typeof DOCUMENT_FORMATS)[number];

export const BLOCK_KINDS = [
  'heading',
  'paragraph',
  'item',
  'quote',
  'code',
  'row',
  'caption',
  /** A picture, by the words that stand for it. */
  'picture',
  /** Words of ours, not of the author: "Table: 3 columns, 5 rows." */
  'note',
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** What is shown as one paragraph. Without the blank lines around it. */
export interface DocumentBlock extends Span {
  readonly kind: BlockKind;
  /** Of a heading 1 to 6, of a list item its depth from 1; else 0. */
  readonly level: number;
}

export const EMPHASES = ['emphasis', 'strong', 'code'] as const;
/** May lie within one another, never across one another's ends. */
export interface Emphasis extends Span {
  readonly kind: (typeof EMPHASES)[number];
}

/** From its heading to the next chapter's, of whatever depth. */
export interface Chapter extends Span {
  readonly title: string;
  /** 1 for a chapter, 2 for a section in it, and so on. */
  readonly depth: number;
}

export interface DocumentModel {
  readonly format: FileFormat;
  readonly title: string;
  readonly author: string | null;
  readonly language: Language | null;
  /** A small picture, drawn anew from the file's own; null where there is none. */
  readonly cover: Blob | null;
  readonly text: string;
  /** In order; only white space lies between them. Empty for text without structure. */
  readonly blocks: readonly DocumentBlock[];
  /** By start. */
  readonly emphasis: readonly Emphasis[];
  readonly chapters: readonly Chapter[];
  /** What is not read out as it is written (code): by start, each from one block's start to the next's. */
  readonly readings: readonly Reading[];
}

export interface FileToRead {
  readonly blob: Blob;
  readonly name: string;
  /** A piece of a web page, to be taken whole: nothing in it is menus or advertisements. */
  readonly isFragment?: true;
}

/** The calls of the documents worker. It is made for one file and ended after it. */
export interface DocumentsApi {
  /** Rejects with kind `validation` and a sentence of its own for what cannot be read. */
  read(file: FileToRead): Promise<DocumentModel>;
}

export interface Bookmark {
  readonly id: string;
  readonly name: string;
  readonly offset: number;
}

/** What the list of documents shows; the text is fetched when one is opened. */
export interface DocumentEntry {
  /** A digest of text and title: the same file opened again is the same document. */
  readonly id: string;
  readonly format: FileFormat;
  readonly title: string;
  readonly author: string | null;
  readonly cover: Blob | null;
  /** Of the text. */
  readonly length: number;
  /** Where listening stopped. */
  readonly offset: number;
  readonly bookmarks: readonly Bookmark[];
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
}

export interface OpenDocument {
  readonly entry: DocumentEntry;
  readonly model: DocumentModel;
}

/** The documents kept on this device, and the way in for new ones. */
export interface DocumentLibrary {
  /** Reads a file and keeps it; where nothing can be kept it opens all the same. */
  open(file: FileToRead, signal?: AbortSignal): Promise<OpenDocument>;
  /** Most recently opened first. */
  entries(): Promise<readonly DocumentEntry[]>;
  /** Null when it is not kept any more. */
  reopen(id: string): Promise<OpenDocument | null>;
  remember(id: string, change: Partial<Pick<DocumentEntry, 'offset' | 'bookmarks'>>): Promise<void>;
  remove(id: string): Promise<void>;
  /** Files that other apps shared with this one since last asked. */
  takeShared(): Promise<readonly FileToRead[]>;
  /** Files that the system opens with the installed app, now and later. */
  onLaunched(listener: (file: FileToRead) => void): void;
}

/** Where the service worker leaves shared files for the page, and under which header their names (URI-encoded). */
export const SHARED_CACHE = 'sotto-shared';
export const SHARED_NAME_HEADER = 'X-Sotto-Name';
/** The action of the manifest's share target, from the app's own address. */
export const SHARE_PATH = 'share';
