/** For tests: voices of the form Kokoro's are published in, drawn from a seed; too large to be committed. */
import { seededRandom } from '../../../src/base/random';
import type { VoiceId } from '../../../src/base/ids';
import type { Voice } from '../../../src/contracts/voices';
import type { EngineDeps } from '../engine';
import { MODELS, smallVoice } from '../pieces/testing';
import { depsFor } from '../testing';
import { STYLE_SIZE } from './table';

const ROWS = 510;

/** float32 [510, 1, 256], of which a neighbouring row differs a little: 522 kB. */
export function kokoroStyle(seed: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const base = Float32Array.from({ length: STYLE_SIZE }, () => random.uniform() - 0.5);
  const values = Float32Array.from(
    { length: ROWS * STYLE_SIZE },
    (_, i) => (base[i % STYLE_SIZE] ?? 0) + Math.floor(i / STYLE_SIZE) / 4000,
  );
  return new Uint8Array(values.buffer);
}

export const KOKORO_SPEAKERS: Readonly<Record<string, number>> = { af_one: 1, bm_two: 2 };

export function kokoroVoice(graph = 'model.onnx', change: Partial<Voice> = {}): Voice {
  const voice = smallVoice('kokoro', 'kokoro', { sampleRate: 24_000 });
  const style = { name: 'af_one.bin', url: 'kokoro/af_one.bin', bytes: ROWS * STYLE_SIZE * 4 };
  return {
    ...voice,
    id: 'kokoro-af_one' as VoiceId,
    speaker: { ...voice.speaker, id: 'af_one' },
    files: [
      ...voice.files.filter(({ name }) => name === graph),
      { ...style, digest: 'sha256:00' as const },
    ],
    ...change,
  };
}

/** What is asked of other voices is written to `asked`, as `owner/file`. */
export function kokoroDeps(voice: Voice, asked: string[] = []): EngineDeps {
  const deps = depsFor(voice, MODELS);
  const style = (name: string) => {
    const seed = KOKORO_SPEAKERS[name.replace('.bin', '')];
    return seed === undefined
      ? Promise.reject(new Error(`no ${name}`))
      : Promise.resolve(kokoroStyle(seed));
  };
  return {
    ...deps,
    files: {
      voice,
      read: (name) => (name.endsWith('.bin') ? style(name) : deps.files.read(name)),
      readFrom: (owner, name) => {
        asked.push(`${owner}/${name}`);
        return style(name);
      },
    },
  };
}
