import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentence, soundOf } from './samples';
import { Timeline, type TimelineEvent } from './timeline';

/** Words of the told events, `-` for a pause, `#name` for a mark, with their positions. */
function story(events: readonly TimelineEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === 'mark') return `${event.position} #${event.name}`;
    const { utterance, word } = event.playing;
    const index = utterance.words.findIndex(({ span }) => span.start === word?.start);
    return `${event.position} ${word === null ? '-' : utterance.words[index]?.spoken}`;
  });
}

const place = (start: number) => ({ start, pauseBefore: 100, samples: 1000, pauseAfter: 200 });

describe('Timeline', () => {
  it('tells words and pauses when they begin to sound', () => {
    const timeline = new Timeline();
    timeline.append(soundOf(sentence('a', ['one', 'two']), 1000), place(0));
    timeline.append(soundOf(sentence('b', ['three']), 1000), place(1300));
    expect(story(timeline.advance(99))).toEqual(['0 -']);
    expect(story(timeline.advance(600))).toEqual(['100 one', '600 two']);
    expect(timeline.nextPosition).toBe(1100);
    expect(story(timeline.advance(5000))).toEqual(['1100 -', '1300 -', '1400 three', '2400 -']);
    expect(timeline.nextPosition).toBe(null);
  });

  it('scales timings to the rate of the output', () => {
    const timeline = new Timeline();
    const sound = soundOf(sentence('a', ['one', 'two']), 500);
    timeline.append(sound, { start: 0, pauseBefore: 0, samples: 1000, pauseAfter: 0 });
    expect(story(timeline.advance(5000))).toEqual(['0 -', '0 one', '500 two']);
  });

  it('tells each mark once: before its word, after the last, and where a word has no sound', () => {
    const marks = [
      { name: 'first', wordIndex: 0 },
      { name: 'mute', wordIndex: 1 },
      { name: 'last', wordIndex: 3 },
    ];
    const utterance = { ...sentence('a', ['one', 'two', 'three']), marks };
    const sound = soundOf(utterance, 900);
    const words = sound.chunk.words.filter((_, i) => i !== 1);
    const timeline = new Timeline();
    timeline.append({ ...sound, chunk: { ...sound.chunk, words } }, place(0));
    expect(story(timeline.advance(Infinity)).filter((line) => line.includes('#'))).toEqual([
      '100 #first',
      '767 #mute',
      '1100 #last',
    ]);
  });

  it('keeps the marks of an utterance that comes in parts, and gives orphans the end', () => {
    const marks = [
      { name: 'two', wordIndex: 1 },
      { name: 'never', wordIndex: 2 },
    ];
    const utterance = { ...sentence('a', ['one', 'two', 'three']), marks };
    const sound = soundOf(utterance, 900);
    const timeline = new Timeline();
    for (const [i, start] of [0, 1000].entries()) {
      const words = [
        { span: utterance.words[i]?.span ?? utterance.span, startSample: 0, endSample: 9 },
      ];
      const placement = { start, pauseBefore: 0, samples: 1000, pauseAfter: 0 };
      timeline.append({ ...sound, chunk: { ...sound.chunk, words } }, placement);
    }
    timeline.closeMarks();
    timeline.closeMarks();
    expect(story(timeline.advance(Infinity))).toEqual([
      '0 -',
      '0 one',
      '1000 #two',
      '1000 two',
      '2000 #never',
    ]);
  });

  it('tells everything once and in order however far each step goes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1 }), (steps) => {
        const timeline = new Timeline();
        const told: TimelineEvent[] = [];
        let position = 0;
        for (let i = 0; i < 300; i++) {
          timeline.append(soundOf(sentence(`u${i}`, ['x', 'y']), 1000), place(i * 1300));
        }
        for (const step of steps) told.push(...timeline.advance((position += step)));
        const at = timeline.at(position);
        expect(at).toBe(timeline.current);
        told.push(...timeline.advance(Infinity));
        expect(told.length).toBe(300 * 4);
        expect(told.every(({ position }, i) => position >= (told[i - 1]?.position ?? 0))).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('takes what lies behind as told after a new layout', () => {
    const timeline = new Timeline();
    timeline.append(soundOf(sentence('a', ['one', 'two']), 1000), place(0));
    timeline.skipTo(300);
    expect(timeline.current?.word).toEqual(timeline.at(300)?.word);
    expect(story(timeline.advance(700))).toEqual(['600 two']);
  });
});
