import { throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import { shapeEdges } from '../audio/join';
import { createWavAssembler } from '../audio/wav';
import type { ExportOptions } from '../contracts/session';
import type { SynthesisOptions } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { ReadyEngine } from './engine-keeper';
import { spokenSounds } from './sounds';

interface ExportDeps {
  readonly engine: ReadyEngine;
  readonly utterances: AsyncIterable<Utterance>;
  readonly lengthCharacters: number;
  readonly options: SynthesisOptions;
  readonly clock: Clock;
}

/** Speaks everything into a WAV file as fast as the engine can. Rejects with kind `cancelled` on abort. */
export async function exportWav(
  deps: ExportDeps,
  { signal, onProgress }: ExportOptions,
): Promise<Blob> {
  const { sampleRate } = deps.engine.info;
  const wav = createWavAssembler(sampleRate);
  const startedAt = deps.clock.now();
  let samples = 0;
  let previousSample = 0;
  const append = (pcm: Float32Array) => {
    wav.append(pcm);
    samples += pcm.length;
    previousSample = pcm.at(-1) ?? previousSample;
  };
  for await (const utterance of deps.utterances) {
    const sounds = spokenSounds(utterance, deps.engine.synthesizer, deps.options, signal);
    for await (const { pauseBeforeMs, chunk, pauseAfterMs } of sounds) {
      append(silence(pauseBeforeMs, sampleRate));
      append(
        shapeEdges(chunk.pcm, sampleRate, { previousSample, silenceFollows: pauseAfterMs > 0 }),
      );
      append(silence(pauseAfterMs, sampleRate));
    }
    throwIfAborted(signal, 'export', 'speech');
    const seconds = samples / sampleRate;
    const elapsedSeconds = (deps.clock.now() - startedAt) / 1000;
    onProgress({
      offset: utterance.span.end,
      length: deps.lengthCharacters,
      seconds,
      speed: seconds / Math.max(elapsedSeconds, 1e-3),
    });
  }
  return wav.finish();
}

function silence(ms: number, sampleRate: number): Float32Array {
  return new Float32Array(Math.round((ms / 1000) * sampleRate));
}

export function nothingToExport(): SottoError {
  return new SottoError(
    'There is nothing to export yet.',
    { kind: 'validation', field: 'document' },
    {
      operation: 'export',
      component: 'session',
      suggestion: 'Write or paste a text and choose a voice first.',
    },
  );
}
