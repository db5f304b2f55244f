/** The engine killed and made anew many times, for what it leaves behind. */
import { compose } from '../compose';
import { systemClock } from '../base/clock';
import type { GoodRendition } from './good';
import { spawnChaosEngine, watched } from './spawn';
import { hurriedOutput } from './output';
import { chaosParts } from './parts';
import { ChaosTape } from './tape';

/** Returns how long each time until the chosen voice spoke again, in milliseconds. */
export async function restartOften(times: number, good: GoodRendition): Promise<number[]> {
  const utterance = good.utterances.find(({ words }) => words.length > 0);
  if (utterance === undefined) throw new Error('The text holds no words.');
  let kills = false;
  const parts = chaosParts(() => null, new ChaosTape(), hurriedOutput());
  const spawnEngine = () =>
    watched(spawnChaosEngine(), {
      onCall: ({ operation, arm }) => {
        if (operation !== 'synthesize' || !kills) return;
        kills = false;
        arm('engine.crash');
      },
    });
  const app = await compose({}, { ...parts, spawnEngine });
  const synthesizer = app.createSynthesizer(good.voice, 'wasm');
  const speak = async (): Promise<string | null> => {
    const chunks = synthesizer.synthesize(utterance, good.settings.synthesis);
    let step = await chunks.next();
    while (!step.done) step = await chunks.next();
    return step.value.fallback;
  };
  const tookMs: number[] = [];
  try {
    await synthesizer.load();
    for (let i = 0; i < times; i++) {
      kills = true;
      const startMs = systemClock.now();
      const fallback = await speak();
      if (fallback !== null) throw new Error(`Restart ${i}: ${fallback} spoke.`);
      tookMs.push(systemClock.now() - startMs);
    }
    return tookMs;
  } finally {
    synthesizer.dispose();
    app.dispose();
  }
}
