import type { Chapter } from '../contracts/documents';
import type { ExportChapter, ExportDocument, ExportRequest } from '../contracts/export';
import {
  chaptersOf,
  fileName,
  nameOf,
  rangeOf,
  titleOf,
  type ExportChoice,
  type ExportSource,
} from './export-choice';
import type { Room } from './room.svelte';

/** The text on the page as it can be exported: a document's with all that is known of it, or one's own. */
export function exportSource(room: Room): ExportSource {
  const { text, format } = room.draft;
  const model = room.book?.model ?? null;
  const document: ExportDocument = { source: text, format, readings: model?.readings ?? [] };
  return {
    document,
    title: model === null ? titleOf(text) : fileName(model.title),
    author: model?.author ?? null,
    cover: model?.cover ?? null,
    chapters: chaptersOf(document, spansOf(model?.chapters ?? [])),
    place: room.place(),
  };
}

function spansOf(chapters: readonly Chapter[]): readonly ExportChapter[] {
  return chapters.map(({ title, start, end }) => ({ title, span: { start, end } }));
}

/** Null while there is no voice to speak it. */
export function exportRequest(
  room: Room,
  source: ExportSource,
  choice: ExportChoice,
): ExportRequest | null {
  const { voice, settings } = room.speech;
  if (voice === null) return null;
  const { language, lexicon, synthesis, backend, memoryLimitBytes } = settings;
  const { document, author, cover, chapters } = source;
  return {
    title: nameOf(choice, source),
    author,
    cover,
    document,
    chapters,
    range: rangeOf(choice, source),
    voice,
    settings: { language, lexicon, synthesis, backend, memoryLimitBytes },
    sound: choice.sound,
    captions: choice.captions,
    speed: choice.isAtListeningSpeed ? settings.speed : 1,
  };
}
