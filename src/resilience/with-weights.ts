import { orAborted } from '../base/abort';
import { cancelled } from '../base/errors';
import type { Synthesizer } from '../contracts/speech';

/** A voice that is fetched before it is loaded, however it comes to be loaded. */
export function withWeights(voice: Synthesizer, ensure: () => Promise<void>): Synthesizer {
  let lives = 0;
  const load: Synthesizer['load'] = async (signal) => {
    const life = lives;
    if (voice.state.kind !== 'ready') await orAborted(ensure(), signal, 'load', voice.id);
    // Let go of while it was fetched: a voice nobody waits for must not take memory.
    if (life !== lives) throw cancelled('load', voice.id);
    return voice.load(signal);
  };
  return {
    id: voice.id,
    get state() {
      return voice.state;
    },
    onState: (listener) => voice.onState(listener),
    load,
    synthesize: async function* (utterance, options, signal, circumstances) {
      if (voice.state.kind !== 'ready') await load(signal);
      return yield* voice.synthesize(utterance, options, signal, circumstances);
    },
    dispose: () => {
      lives++;
      voice.dispose();
    },
  };
}
