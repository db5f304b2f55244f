/** Captions as files: SubRip, WebVTT (https://www.w3.org/TR/webvtt1/) and JSON. Strings come in pieces. */
import { unreachable } from '../base/never';
import type { CaptionFormat, ChapterMark, ExportDocument, SpokenClause } from '../contracts/export';
import { sentenceCues, type Cue } from './cues';
import { SourceText } from './source-text';
import { placeClauses, type Tempo } from './timeline';

export interface CaptionJob {
  readonly title: string;
  readonly document: ExportDocument;
  readonly clauses: readonly SpokenClause[];
  readonly tempo: Tempo;
  readonly chapters: readonly ChapterMark[];
}

export const CAPTION_FILES: Readonly<Record<CaptionFormat, { ending: string; type: string }>> = {
  srt: { ending: '.srt', type: 'application/x-subrip' },
  vtt: { ending: '.vtt', type: 'text/vtt' },
  words: { ending: '.words.vtt', type: 'text/vtt' },
  json: { ending: '.json', type: 'application/json' },
};

export function* writeCaptions(format: CaptionFormat, job: CaptionJob): Generator<string, void> {
  const { sampleRate } = job.tempo;
  const cues = sentenceCues(placeClauses(job.clauses, job.tempo), new SourceText(job.document));
  switch (format) {
    case 'srt':
      return yield* subRip(cues, sampleRate);
    case 'vtt':
      yield 'WEBVTT\n\n';
      for (const cue of cues) yield vttCue(cue, sampleRate, timedText(cue, sampleRate));
      return;
    case 'words':
      yield 'WEBVTT\n\n';
      for (const cue of cues) {
        for (const word of cue.words) yield vttCue(word, sampleRate, escaped(word.text));
      }
      return;
    case 'json':
      return yield* timingsJson(cues, job);
    default:
      return unreachable(format);
  }
}

function* subRip(cues: Iterable<Cue>, sampleRate: number): Generator<string, void> {
  let number = 1;
  for (const cue of cues) {
    const { from, to } = times(cue, sampleRate);
    // Two dashes and an angle would be read as a time line.
    const text = cue.text.replaceAll('-->', '→');
    yield `${number++}\n${stamp(from, ',')} --> ${stamp(to, ',')}\n${text}\n\n`;
  }
}

function vttCue(cue: Pick<Cue, 'start' | 'end'>, sampleRate: number, text: string): string {
  const { from, to } = times(cue, sampleRate);
  return `${stamp(from, '.')} --> ${stamp(to, '.')}\n${text}\n\n`;
}

/** Words after the first carry the time at which they begin; WebVTT wants them within the cue and rising. */
function timedText(cue: Cue, sampleRate: number): string {
  const { from, to } = times(cue, sampleRate);
  let before = from;
  const parts = cue.words.map(({ text, start }, i) => {
    const at = milliseconds(start, sampleRate);
    if (i === 0 || at <= before || at >= to) return escaped(text);
    before = at;
    return `<${stamp(at, '.')}>${escaped(text)}`;
  });
  return parts.join(' ');
}

/** One word a line, so that a book is written and read piece by piece. */
function* timingsJson(cues: Iterable<Cue>, job: CaptionJob): Generator<string, void> {
  const { title, tempo, chapters } = job;
  const seconds = (samples: number) => Number((samples / tempo.sampleRate).toFixed(6));
  const marks = chapters.map(({ title: name, start, end }) => ({
    title: name,
    start: seconds(start),
    end: seconds(end),
  }));
  const head = { version: 1, title, ...tempo, chapters: marks };
  yield `${JSON.stringify(head).slice(0, -1)},"words":[`;
  let isFirst = true;
  for (const cue of cues) {
    for (const { text, span, start, end } of cue.words) {
      const word = {
        text,
        offset: span.start,
        endOffset: span.end,
        startSample: start,
        endSample: end,
        start: seconds(start),
        end: seconds(end),
      };
      yield `${isFirst ? '' : ','}\n${JSON.stringify(word)}`;
      isFirst = false;
    }
  }
  yield '\n]}\n';
}

/** In milliseconds; a cue that would begin and end in the same one is given the next. */
function times(
  { start, end }: Pick<Cue, 'start' | 'end'>,
  sampleRate: number,
): { readonly from: number; readonly to: number } {
  const from = milliseconds(start, sampleRate);
  return { from, to: Math.max(from + 1, milliseconds(end, sampleRate)) };
}

const milliseconds = (samples: number, sampleRate: number) =>
  Math.round((samples / sampleRate) * 1000);

function stamp(ms: number, point: ',' | '.'): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const whole = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
  return `${whole}${point}${String(ms % 1000).padStart(3, '0')}`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
