/** Finds the voices of four sources in no time, and asks nobody. */
import type { Findings, TakenFiles, VoiceFinder } from '../../src/contracts/voice-finder';
import type { Voice, VoiceShelf } from '../../src/contracts/voices';
import { recognise } from '../../src/voices/device/recognise';
import { hubSources } from '../../src/voices/finder';
import { HUGGING_FACE } from '../../src/voices/sources/hub';
import {
  KOKORO_TREE,
  kittenTree,
  PIPER_INDEX,
  SUPERTONIC_TREE,
} from '../../src/voices/sources/testing';

const LOCALES = 'ar_JO cs_CZ da_DK de_DE en_GB es_ES fi_FI fr_FR it_IT nl_NL pl_PL sv_SE'.split(
  ' ',
);
const NAMES = 'kareem jirka thorsten alba davefx harri siwis paola gosia lisa'.split(' ');
const MODELS = ['nano_v0_8', 'nano_v0_8', 'micro_v0_8', 'mini_v0_8', 'nano_v0_1'];

/** As many as the real index has, of the same shape. */
function largeIndex(): unknown {
  const [amy] = Object.values(PIPER_INDEX);
  const more = LOCALES.flatMap((code) =>
    NAMES.map((name, i) => {
      const quality = ['x_low', 'low', 'medium', 'high'][i % 4] ?? 'low';
      const key = `${code}-${name}-${quality}`;
      const language = { ...amy?.language, code, family: code.slice(0, 2) };
      const path = `${code}/${key}.onnx`;
      const size_bytes = 20_000_000 + 9_000_000 * i;
      const file = { size_bytes, md5_digest: '0'.repeat(32) };
      return [
        key,
        { ...amy, key, name, language, quality, files: { [path]: file, [`${path}.json`]: file } },
      ];
    }),
  );
  return { ...PIPER_INDEX, ...Object.fromEntries(more) };
}

function allVoices(): readonly (readonly Voice[])[] {
  const [piper, kokoro, kitten, supertonic] = hubSources(HUGGING_FACE);
  return [
    piper?.voicesOf([largeIndex()]) ?? [],
    kokoro?.voicesOf([KOKORO_TREE]) ?? [],
    kitten?.voicesOf(MODELS.map((model) => kittenTree(`kitten_tts_${model}.onnx`))) ?? [],
    supertonic?.voicesOf([SUPERTONIC_TREE, SUPERTONIC_TREE, SUPERTONIC_TREE]) ?? [],
  ];
}

export class FakeFinder implements VoiceFinder {
  findings: Findings = {
    isLooking: false,
    voices: [],
    sources: hubSources(HUGGING_FACE).map(({ name, title }) => ({
      ...{ name, title },
      voices: 0,
      fetchedAt: null,
      error: null,
    })),
    host: 'huggingface.co',
  };
  readonly #shelf: VoiceShelf;
  readonly #listeners = new Set<(findings: Findings) => void>();

  constructor(shelf: VoiceShelf) {
    this.#shelf = shelf;
  }

  recall(): Promise<void> {
    return Promise.resolve();
  }

  look(): Promise<void> {
    const found = allVoices();
    this.set({
      voices: found.flat(),
      sources: this.findings.sources.map((source, i) => ({
        ...source,
        voices: found[i]?.length ?? 0,
        fetchedAt: Date.now(),
      })),
    });
    return Promise.resolve();
  }

  choose(voice: Voice): Promise<Voice> {
    this.#shelf.add([voice]);
    return Promise.resolve(voice);
  }

  async take(files: readonly File[]): Promise<TakenFiles> {
    return { voices: [], refusals: (await recognise(files)).refusals };
  }

  onChange(listener: (findings: Findings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<Findings>): void {
    this.findings = { ...this.findings, ...change };
    for (const listener of this.#listeners) listener(this.findings);
  }
}
