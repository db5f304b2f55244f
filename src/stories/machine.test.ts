import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoryEntry } from '../contracts/story';
import { transition, type StoryEvent } from './machine';
import { spoke, story } from './testing';

const failure = { kind: 'modelRun', message: null, details: 'inference/flow' } as const;

function after(start: StoryEntry, ...events: StoryEvent[]): StoryEntry {
  return events.reduce((now, event, i) => transition(now, event, 2000 + i) ?? now, start);
}
const begin = (jobId: string): StoryEvent => ({ kind: 'begin', jobId });

describe('a story', () => {
  it('goes from pending by rendering to ready', () => {
    const done = after(story(), begin('j'), spoke('j', 1), spoke('j', 2), {
      kind: 'finish',
      jobId: 'j',
    });
    expect(done).toMatchObject({
      audioStatus: 'ready',
      audioJobId: 'j',
      progress: { clauses: 2, spoken: 20 },
      durations: { audioSeconds: 2, renderSeconds: 1 },
      audioBytes: 200,
      updatedAt: 2003,
    });
  });

  it('is taken over in the middle as the job it was', () => {
    const crashed = after(story(), begin('j'), spoke('j', 1));
    const taken = after(crashed, begin('other'));
    expect(taken).toMatchObject({ audioJobId: 'j', starts: 1, progress: { clauses: 1 } });
  });

  it('counts beginnings that come to nothing', () => {
    expect(after(story(), begin('a'), begin('b'), begin('c')).starts).toBe(3);
    expect(after(story(), begin('a'), begin('b'), spoke('a', 1)).starts).toBe(0);
  });

  it('hears nothing of a job that is not its own', () => {
    const rendering = after(story(), begin('j'));
    expect(transition(rendering, spoke('old', 1), 1)).toBeNull();
    expect(transition(rendering, { kind: 'finish', jobId: 'old' }, 1)).toBeNull();
    expect(transition(rendering, { kind: 'fail', jobId: 'old', failure }, 1)).toBeNull();
  });

  it('fails with words for people, details, metadata and history, and is tried again', () => {
    const failed = after(story(), begin('j'), spoke('j', 1), { kind: 'fail', jobId: 'j', failure });
    expect(failed).toMatchObject({
      audioStatus: 'failed',
      audioErrorDetails: 'inference/flow',
      audioErrorMetadata: {
        language: 'en',
        storyType: 'story',
        textLength: 53,
        errorType: 'modelRun',
      },
      errorHistory: [{ kind: 'modelRun', jobId: 'j' }],
    });
    expect(failed.audioError).toMatch(/stopped in the middle/);
    const again = after(failed, { kind: 'retry' });
    expect(again).toMatchObject({
      audioStatus: 'pending',
      audioError: null,
      audioJobId: null,
      progress: { clauses: 1 },
    });
    expect(again.errorHistory).toHaveLength(1);
    expect(after(again, begin('k')).audioJobId).toBe('k');
  });

  it('pauses with what is spoken kept, and cancels without', () => {
    const rendering = after(story(), begin('j'), spoke('j', 1));
    const paused = after(rendering, { kind: 'pause' });
    expect(paused).toMatchObject({
      audioStatus: 'pending',
      hold: 'paused',
      progress: { clauses: 1 },
    });
    expect(transition(paused, begin('k'), 1)).toBeNull();
    expect(after(paused, { kind: 'resume' })).toMatchObject({
      hold: null,
      progress: { clauses: 1 },
    });
    expect(after(paused, { kind: 'cancel' })).toMatchObject({
      hold: 'cancelled',
      audioBytes: 0,
      progress: { clauses: 0, last: null },
    });
    expect(transition(rendering, { kind: 'evict' }, 1)).toBeNull();
  });

  it('takes what others report once', () => {
    const report = {
      kind: 'reportedFailed',
      jobId: 'x',
      failure: { ...failure, kind: 'reported', message: 'No.' },
    } as const;
    const failed = after(story(), report);
    expect(failed).toMatchObject({
      audioStatus: 'failed',
      audioJobId: 'x',
      errorHistory: [{ message: 'No.' }],
    });
    expect(transition(failed, report, 1)).toBeNull();
    const ready = after(failed, { kind: 'reportedReady', jobId: 'x', seconds: 7 });
    expect(ready).toMatchObject({
      audioStatus: 'ready',
      audioError: null,
      durations: { audioSeconds: 7 },
    });
  });

  it('is never in two minds, whatever happens', () => {
    const job = fc.constantFrom('a', 'b');
    const event: fc.Arbitrary<StoryEvent> = fc.oneof(
      job.map(begin),
      fc.tuple(job, fc.integer({ min: 1, max: 9 })).map(([j, n]) => spoke(j, n)),
      job.map((jobId) => ({ kind: 'finish', jobId }) as const),
      job.map((jobId) => ({ kind: 'yield', jobId }) as const),
      job.map((jobId) => ({ kind: 'fail', jobId, failure }) as const),
      job.map((jobId) => ({ kind: 'reportedFailed', jobId, failure }) as const),
      job.map((jobId) => ({ kind: 'reportedReady', jobId, seconds: null }) as const),
      fc
        .constantFrom('pause', 'resume', 'cancel', 'retry', 'evict', 'played')
        .map((kind) => ({ kind }) as StoryEvent),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let now = story();
        for (const one of events) {
          now = transition(now, one, 5) ?? now;
          expect((now.audioStatus === 'failed') === (now.audioError !== null)).toBe(true);
          if (now.audioStatus !== 'pending') expect(now.hold).toBeNull();
          if (now.audioStatus === 'rendering') expect(now.audioJobId).not.toBeNull();
          if (now.progress.clauses === 0) expect(now.progress.last).toBeNull();
          expect(now.errorHistory.length).toBeLessThanOrEqual(50);
        }
      }),
    );
  });
});
