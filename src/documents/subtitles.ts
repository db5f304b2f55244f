/** Captions (SubRip, WebVTT) as running text: cues are joined to sentences, pauses part paragraphs. */
import { Flattener, type Flat } from './flattener';

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

const TIMES = /^((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})/;
/** A silence of this length parts paragraphs. */
const PAUSE_MS = 2000;
/** A paragraph ends with its sentence beyond this many characters. */
const LONG_PARAGRAPH = 500;
const ENDS_SENTENCE = /[.!?…]["'”’»)\]]*$/u;
const NEW_SPEAKER = /^\s*(?:[-–—]\s*|>>\s*)/;

export function flattenSubtitles(source: string): Flat {
  const flat = new Flattener();
  let paragraph = '';
  const end = () => {
    flat.add({ kind: 'paragraph', level: 0, segments: [{ text: paragraph, marks: [] }] });
    paragraph = '';
  };
  let lastLine = '';
  let lastEndMs = 0;
  for (const cue of parseCues(source)) {
    if (cue.startMs - lastEndMs > PAUSE_MS) end();
    lastEndMs = cue.endMs;
    for (const line of cue.lines) {
      // Rolling captions show each line twice.
      if (line === lastLine) continue;
      lastLine = line;
      const long = paragraph.length > LONG_PARAGRAPH && ENDS_SENTENCE.test(paragraph);
      if (long || NEW_SPEAKER.test(line)) end();
      paragraph += `${paragraph === '' ? '' : ' '}${line.replace(NEW_SPEAKER, '')}`;
    }
  }
  end();
  return flat.finish();
}

function parseCues(source: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of source.split(/\n[ \t]*\n/)) {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMES.test(line));
    const times = TIMES.exec(lines[at] ?? '');
    if (times === null) continue;
    const words = lines
      .slice(at + 1)
      .map(withoutMarkup)
      .filter((line) => line !== '');
    cues.push({ startMs: msOf(times[1] ?? ''), endMs: msOf(times[2] ?? ''), lines: words });
  }
  return cues;
}

/** `01:02:03,500` or `02:03.500`. */
function msOf(time: string): number {
  const [seconds = 0, minutes = 0, hours = 0] = time
    .replace(',', '.')
    .split(':')
    .map(Number)
    .reverse();
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

function withoutMarkup(line: string): string {
  return line
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/\{\\[^{}]{0,100}\}/g, '')
    .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();
}
