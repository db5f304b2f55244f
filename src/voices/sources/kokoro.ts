/** Kokoro 82M v1.0: one model, a style file for each voice, whose name tells language and sex. */
import type { VoiceId } from '../../base/ids';
import type { Backend } from '../../contracts/speech';
import type { Voice } from '../../contracts/voices';
import { treeAddress, type Hub } from './hub';
import { parseHubTree, voiceFile, type HubTree } from './hub-tree';
import LIST from './kokoro.json' with { type: 'json' };
import { asTitle, badList, type VoiceSource } from './source';

const LOCALES: Readonly<Record<string, string>> = {
  a: 'en-US',
  b: 'en-GB',
  e: 'es-ES',
  f: 'fr-FR',
  h: 'hi-IN',
  i: 'it-IT',
  j: 'ja-JP',
  p: 'pt-BR',
  z: 'zh-CN',
};

const STYLES = 'kokoro-styles' as VoiceId;

interface Edition {
  readonly id: VoiceId;
  readonly path: string;
  readonly quality: string;
  readonly madeFor: Backend;
}

/** A GPU computes only the full numbers rightly; the CPU is as good and far smaller with eight bits. */
const EDITIONS: readonly Edition[] = [
  {
    id: 'kokoro-q8' as VoiceId,
    path: 'onnx/model_quantized.onnx',
    quality: '8 bit',
    madeFor: 'wasm',
  },
  { id: 'kokoro-fp32' as VoiceId, path: 'onnx/model.onnx', quality: '32 bit', madeFor: 'webgpu' },
];

export function kokoroSource(hub: Hub): VoiceSource {
  return {
    name: 'kokoro',
    title: 'Kokoro',
    lists: [treeAddress(hub, LIST)],
    voicesOf: ([json]) => {
      const tree = parseHubTree(json);
      const voices = EDITIONS.flatMap((edition) =>
        LIST.voices.flatMap((key) => voiceOf(hub, tree, key, edition) ?? []),
      );
      if (voices.length === 0) throw badList('kokoro', 'None of its voices is there.');
      return voices;
    },
    cardOf: () => null,
  };
}

/** Null where the repository does not have it. */
function voiceOf(hub: Hub, tree: HubTree, key: string, edition: Edition): Voice | null {
  const style = `voices/${key}.bin`;
  if (!tree.has(style) || !tree.has(edition.path)) return null;
  const locale = LOCALES[key.charAt(0)] ?? 'en-US';
  return {
    id: `kokoro-${key}${edition.madeFor === 'webgpu' ? '-gpu' : ''}` as VoiceId,
    name: asTitle(key.slice(3)),
    source: 'hub',
    quality: edition.quality,
    engine: 'kokoro',
    locale,
    languages: [locale.slice(0, 2)],
    speaker: { sex: key.charAt(1) === 'f' ? 'female' : 'male', age: null, id: key },
    licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    credits: 'Kokoro 82M by hexgrad.',
    sample: null,
    sampleRate: 24_000,
    files: [
      voiceFile(hub, LIST, tree, { name: 'model.onnx', path: edition.path, owner: edition.id }),
      // Both editions speak with the same styles, and mix in those of others: all are kept side by side.
      voiceFile(hub, LIST, tree, { name: `${key}.bin`, path: style, owner: STYLES }),
    ],
    madeFor: edition.madeFor,
    defaults: { steps: 1, temperature: 0, pace: 1 },
  };
}
