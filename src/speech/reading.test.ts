import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import type { QueuedSound } from '../contracts/playback';
import type { SynthesisOptions } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';
import { fakeSynthesizer } from './fakes';
import { read } from './reading';

function utteranceAt(start: number): Utterance {
  const span = { start, end: start + 2 };
  return {
    id: `u${start}` as UtteranceId,
    span,
    sentence: span,
    language: 'en',
    words: [{ span, spoken: 'hi' }],
    phonemes: 'hi',
    phonemeWords: [0, 0],
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

async function* two() {
  yield utteranceAt(0);
  yield utteranceAt(3);
}

/** Reads two utterances into a player that refuses the given pushes. */
async function reading(refused: readonly number[]) {
  const queued: QueuedSound[] = [];
  let pushes = 0;
  const player = {
    push: (sound: QueuedSound) => {
      if (refused.includes(pushes++)) throw new RangeError('Array buffer allocation failed');
      queued.push(sound);
    },
    end: () => {},
  };
  const outcome = await read({
    utterances: two(),
    speaker: fakeSynthesizer(),
    options: () => ({}) as SynthesisOptions,
    circumstances: { secondsUntilGap: () => Infinity, level: () => 'normal' },
    player,
    room: () => Promise.resolve(),
    onSpoken: () => {},
    signal: new AbortController().signal,
  });
  return { outcome, queued: queued.map(({ utterance }) => utterance.span.start) };
}

describe('read', () => {
  it('queues once what the player refused at first', async () => {
    expect(await reading([0])).toEqual({ outcome: { kind: 'finished' }, queued: [0, 3] });
  });

  it('stops where the player refuses again, and says where', async () => {
    const { outcome, queued } = await reading([1, 2]);
    expect(queued).toEqual([0]);
    expect(outcome).toMatchObject({ kind: 'failed', at: 3 });
  });
});
