import { expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { DIED, OPTIONS, scriptedVoice, utteranceOf } from '../resilience/fakes';
import { createRecovery } from '../resilience/recovery';
import { Resilient } from '../resilience/resilient';
import { speakParagraph } from './paragraph';

it('maps each segment to its sound and says which a fallback spoke', async () => {
  const chosen = scriptedVoice('chosen');
  const formant = scriptedVoice('formant');
  chosen.script.push({ kind: 'speak' });
  chosen.always = { kind: 'fail', error: DIED };
  chosen.alwaysLoad = null;
  const ladder = new Resilient({
    id: 'test',
    rungs: { chosen: () => chosen, formant: () => formant },
    policy: { maxRetries: 1, retryDelayMs: 0, enableFallback: true },
    recovery: createRecovery({ clock: systemClock, timestamp: Date.now, random: () => 0 }),
    repairWeights: () => Promise.resolve(),
    surroundings: { webgpuAvailable: false, crossOriginIsolated: true },
    clock: { ...systemClock, after: (_ms, callback) => systemClock.after(0, callback) },
    random: () => 0,
  });
  const paragraph = [utteranceOf('one two', 'a'), utteranceOf('three four five', 'b')];
  const segments = await speakParagraph(paragraph, ladder, OPTIONS);
  expect([...segments.keys()]).toEqual(['a', 'b']);
  const [first, second] = [...segments.values()];
  expect(first).toMatchObject({ fallback: null, error: null, sampleRate: 1000 });
  expect(first?.pcm).toHaveLength(20);
  expect(second).toMatchObject({ fallback: 'formant', error: DIED });
  expect(second?.words.map(({ startSample }) => startSample)).toEqual([0, 10, 20]);
});
