import type { EspeakEvent } from '@echogarden/espeak-ng-emscripten';
import type { Script } from './script';

/** In milliseconds from the start of the sound. */
export interface WordTime {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When each word sounds, in order. espeak-ng tells of most words where they begin; of those it says as
 * one with the word before ("of the") it does not: they share the time by their length.
 */
export function wordTimes(
  { words }: Script,
  events: readonly EspeakEvent[],
  durationMs: number,
): WordTime[] {
  const starts = wordStarts(words, events, durationMs);
  const times: WordTime[] = [];
  for (let first = 0; first < words.length; first++) {
    let next = first + 1;
    while (next < words.length && starts[next] === undefined) next++;
    const startMs = starts[first] ?? 0;
    const limitMs = Math.max(startMs, starts[next] ?? durationMs);
    const endMs = soundEnd(events, startMs, limitMs);
    times.push(...shared(words.slice(first, next), startMs, endMs));
    first = next - 1;
  }
  return times;
}

/** Sparse: the first event of each word that has one, later words never before earlier ones. */
function wordStarts(
  words: Script['words'],
  events: readonly EspeakEvent[],
  durationMs: number,
): (number | undefined)[] {
  const starts = new Array<number | undefined>(words.length).fill(undefined);
  let word = 0;
  let found = -1;
  let atMs = 0;
  for (const { type, text_position, audio_position } of events) {
    if (type !== 'word') continue;
    const position = text_position - 1;
    while (word + 1 < words.length && (words[word + 1]?.from ?? Infinity) <= position) word++;
    if (word === found || position < (words[word]?.from ?? 0)) continue;
    atMs = Math.min(durationMs, Math.max(atMs, audio_position));
    starts[word] = atMs;
    found = word;
  }
  return starts;
}

/** Where the last phoneme before `limitMs` ends: a pause behind it belongs to no word. */
function soundEnd(events: readonly EspeakEvent[], startMs: number, limitMs: number): number {
  let endMs = limitMs;
  let isPause = false;
  for (const { type, id, audio_position } of events) {
    if (type !== 'phoneme' || audio_position < startMs || audio_position >= limitMs) continue;
    if (id !== '') endMs = limitMs;
    else if (!isPause) endMs = audio_position;
    isPause = id === '';
  }
  return Math.max(startMs, endMs);
}

function shared(words: Script['words'], startMs: number, endMs: number): WordTime[] {
  const total = words.reduce((sum, { from, to }) => sum + to - from, 0);
  let before = 0;
  const timeAt = (length: number) =>
    total === 0 ? startMs : startMs + ((endMs - startMs) * length) / total;
  return words.map(({ from, to }) => {
    const time = { startMs: timeAt(before), endMs: timeAt(before + to - from) };
    before += to - from;
    return time;
  });
}
