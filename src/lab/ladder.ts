import { compose } from '../compose';
import { systemClock } from '../base/clock';
import type { SynthesisOptions, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { LabRequest, LadderCost } from './contract';
import { planned, prepared } from './prepare';

/**
 * What the ladder adds while nothing fails: the same utterances by the engine alone and through the
 * ladder, turn about. What the engine itself computed is taken off, because it varies far more.
 */
export async function ladderCost(
  request: LabRequest & { readonly repeats: number },
): Promise<LadderCost> {
  const parts = await prepared({ ...request, isSteady: false });
  const { voice, settings } = parts;
  const bareApp = await compose({ threads: request.threads ?? 0, isSteady: true });
  const ladder = parts.app.createSynthesizer(voice, settings.backend);
  const bare = bareApp.createSynthesizer(voice, settings.backend);
  const utterances = await planned(request, parts);
  const added: { bare: number[]; ladder: number[] } = { bare: [], ladder: [] };
  for (let round = -1; round < request.repeats; round++) {
    for (const utterance of utterances) {
      const besideBare = await besideEngineMs(bare, utterance, settings.synthesis);
      const besideLadder = await besideEngineMs(ladder, utterance, settings.synthesis);
      // The first round warms both up.
      if (round < 0) continue;
      added.bare.push(besideBare);
      added.ladder.push(besideLadder);
    }
  }
  for (const [app, synthesizer] of [[parts.app, ladder] as const, [bareApp, bare] as const]) {
    synthesizer.dispose();
    app.dispose();
  }
  return {
    utterances: added.bare.length,
    bareMs: median(added.bare),
    ladderMs: median(added.ladder),
  };
}

async function besideEngineMs(
  synthesizer: Synthesizer,
  utterance: Utterance,
  options: SynthesisOptions,
): Promise<number> {
  const startedAt = systemClock.now();
  const chunks = synthesizer.synthesize(utterance, options);
  let step = await chunks.next();
  while (!step.done) step = await chunks.next();
  return systemClock.now() - startedAt - step.value.stages.totalMs;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
