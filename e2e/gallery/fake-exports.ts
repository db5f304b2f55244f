/** Exports that are asked for and never end. */
import type {
  ExportDesk,
  ExportRequest,
  ExportResult,
  ExportTally,
  KeptExport,
} from '../../src/contracts/export';
import { DEFAULT_SETTINGS } from '../../src/speech/settings';
import { VOICES } from './fake-world';

const BOOK = 'The river went by. '.repeat(20_000);

function tallyAt(characters: number): ExportTally {
  const seconds = characters / 14.5;
  const span = { start: characters - 20, end: characters };
  return {
    last: { id: 'u' as never, span },
    clauses: Math.round(characters / 40),
    words: Math.round(characters / 5.5),
    seconds,
    bytes: seconds * 48_000,
    substituted: [],
  };
}

export function keptExport(title: string, characters: number): KeptExport {
  const [voice] = VOICES;
  if (voice === undefined) throw new Error('The gallery has no voice.');
  const request: ExportRequest = {
    title,
    author: 'Kenneth Grahame',
    cover: null,
    document: { source: BOOK, format: 'plain', readings: [] },
    chapters: [],
    range: { start: 0, end: BOOK.length },
    voice,
    settings: DEFAULT_SETTINGS,
    sound: 'm4b',
    captions: ['srt', 'json'],
    speed: 1,
  };
  const tally = tallyAt(characters);
  return { id: title, request, startedAt: 0, sampleRate: 24_000, tally };
}

export class FakeExports implements ExportDesk {
  formats = () => Promise.resolve(['mp3', 'm4b', 'opus', 'wav'] as const);
  room = () => Promise.resolve({ isKept: true, freeBytes: 40e9 });
  unfinished = () => Promise.resolve([] as readonly KeptExport[]);
  begin = ({ title }: ExportRequest) => Promise.resolve(keptExport(title, 100));
  run = () => new Promise<ExportResult>(() => {});
  mend = () => new Promise<ExportResult>(() => {});
  remove = () => Promise.resolve();
}
