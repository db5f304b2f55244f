/** What a text should sound like: every utterance, spoken by an engine that nothing is done to. */
import { systemClock } from '../base/clock';
import type { UtteranceId } from '../base/ids';
import type { SessionSettings } from '../contracts/session';
import type { PcmChunk } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import { createEngineClient } from '../engines/client';
import { planned, prepared } from '../lab/prepare';
import { spawnEngineWorker } from '../rpc/spawn';

export interface GoodRendition {
  readonly voice: Voice;
  readonly settings: SessionSettings;
  readonly utterances: readonly Utterance[];
  readonly sounds: ReadonlyMap<UtteranceId, PcmChunk>;
}

/** The same in every run, so that runs of one text can be compared with one rendition; quickly made. */
const SPEECH = { seed: 7, steps: 2 };

export async function renderWell(text: string): Promise<GoodRendition> {
  const request = { text, ...SPEECH };
  const parts = await prepared(request);
  const { app, voice, settings } = parts;
  const utterances = await planned(request, parts);
  const engine = createEngineClient({
    spawn: spawnEngineWorker,
    voice,
    backend: 'wasm',
    threads: 0,
    clock: systemClock,
  });
  const sounds = new Map<UtteranceId, PcmChunk>();
  try {
    for (const utterance of utterances) {
      if (utterance.phonemes.trim() === '') continue;
      for await (const chunk of engine.synthesize(utterance, settings.synthesis)) {
        sounds.set(utterance.id, chunk);
      }
    }
  } finally {
    engine.dispose();
    app.dispose();
  }
  return { voice, settings, utterances, sounds };
}
