/** The formant voice by itself: no catalogue, no weights, nothing but what the app came with. */
import { systemClock } from '../base/clock';
import { createFormantSynthesizer } from '../engines/formant';
import { base64 } from './chunks';
import type { FormantClause, FormantReport, FormantRequest } from './contract';
import { spawnFormantWorker, spawnTextWorker } from '../rpc/spawn';
import { DEFAULT_SETTINGS } from '../speech/settings';
import { spokenSounds } from '../speech/sounds';
import { createTextClient } from '../speech/text-client';
import { utterancesFrom } from '../speech/utterances';
import { plainDocument } from '../text/document';

export async function formant(request: FormantRequest): Promise<FormantReport> {
  const clock = systemClock;
  const planner = createTextClient({ spawn: spawnTextWorker, clock });
  const { language = 'en', pace = 1 } = request;
  const start = { offset: 0, isAwaited: true };
  const plan = { language, lexicon: [] };
  const utterances = await Array.fromAsync(
    utterancesFrom(plainDocument(request.text), start, planner, plan),
  );
  planner.dispose();
  const startedAt = clock.now();
  const synthesizer = createFormantSynthesizer({ spawn: spawnFormantWorker, clock });
  const { loadMs } = await synthesizer.load();
  const clauses: FormantClause[] = [];
  let firstSoundMs = Infinity;
  for (const utterance of utterances) {
    const options = { ...DEFAULT_SETTINGS.synthesis, pace };
    const spokenAt = clock.now();
    const sounds = await Array.fromAsync(spokenSounds(utterance, synthesizer, options));
    firstSoundMs = Math.min(firstSoundMs, clock.now() - startedAt);
    const speakMs = clock.now() - spokenAt;
    for (const { chunk, pauseAfterMs } of sounds) {
      clauses.push({ ...chunk, pcm: base64(chunk.pcm), utterance, pauseAfterMs, speakMs });
    }
  }
  synthesizer.dispose();
  return { loadMs, firstSoundMs, clauses };
}
