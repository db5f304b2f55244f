import type { Synthesizer } from '../contracts/speech';
import type { CreateSynthesizer } from './engine-keeper';

/**
 * Two sessions with one voice speak with one engine: its memory is paid once. The engine goes when the
 * last of them lets go of it.
 */
export function shareSynthesizers(create: CreateSynthesizer): CreateSynthesizer {
  const shared = new Map<string, { synthesizer: Synthesizer; users: number }>();
  return (voice, backend) => {
    const key = `${voice.id}/${backend}`;
    const entry = shared.get(key) ?? { synthesizer: create(voice, backend), users: 0 };
    shared.set(key, entry);
    entry.users++;
    let isHeld = true;
    const { synthesizer } = entry;
    return {
      id: synthesizer.id,
      get state() {
        return synthesizer.state;
      },
      onState: (listener) => synthesizer.onState(listener),
      load: (signal) => synthesizer.load(signal),
      synthesize: (utterance, options, signal) =>
        synthesizer.synthesize(utterance, options, signal),
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        entry.users--;
        if (entry.users > 0) return;
        shared.delete(key);
        synthesizer.dispose();
      },
    };
  };
}
