/** The formant worker's calls: a robot's voice that needs no model, speaks at once and hardly ever fails. */
import { transfer } from 'comlink';
import type { EngineInfo } from '../../src/contracts/speech';
import { LANGUAGES } from '../../src/contracts/languages';
import type { EngineApi } from '../../src/contracts/workers';
import { pronunciationTag } from '../../src/text/phonemiser';
import { FORMANT_RATE_HZ, type FormantVoice } from '../espeak/formant';
import { SerialQueue } from '../ort/queue';

export interface FormantParts {
  readonly openVoice: () => Promise<FormantVoice>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Lets waiting messages, such as a cancel, be heard. */
  readonly breathe: () => Promise<void>;
}

export function createFormantApi({ openVoice, now, breathe }: FormantParts): EngineApi {
  const queue = new SerialQueue<string>('formant.worker');
  let opening: Promise<FormantVoice> | null = null;
  let opened: FormantVoice | null = null;

  /** One load for all calls; a failed one is forgotten, so that the next call tries again. */
  const voice = (): Promise<FormantVoice> => {
    opening ??= openVoice()
      .then((made) => (opened = made))
      .catch((thrown: unknown) => {
        opening = null;
        throw thrown;
      });
    return opening;
  };

  const load = async (voiceId: EngineInfo['voiceId']): Promise<EngineInfo> => {
    const startMs = now();
    await voice();
    return {
      voiceId,
      backend: 'wasm',
      threads: 1,
      backendReason: null,
      backendFailed: false,
      sampleRate: FORMANT_RATE_HZ,
      languages: LANGUAGES,
      supports: { guidance: false, emotions: false },
      loadMs: now() - startMs,
    };
  };

  return {
    prepare: async () => void (await voice()),
    load: (request) => load(request.voice.id),
    synthesize: async (job, utterance, options) => {
      const output = await queue.run(job, async () => {
        const speaker = await voice();
        await speaker.ready(pronunciationTag(utterance));
        // So that a cancel that waits is heard: speaking itself cannot be interrupted.
        await breathe();
        return speaker.speak(utterance, options);
      });
      return transfer(output, [output.chunk.pcm.buffer]);
    },
    cancel: (job) => queue.cancel(job),
    memory: async () => ({ heapBytes: opened?.heapBytes ?? 0 }),
  };
}
