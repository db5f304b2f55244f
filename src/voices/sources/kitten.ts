/** KittenTTS: small models, each with the same eight voices in one file of styles. */
import type { VoiceId } from '../../base/ids';
import type { Voice } from '../../contracts/voices';
import { treeAddress, type Hub } from './hub';
import { parseHubTree, voiceFile, type HubTree } from './hub-tree';
import LIST from './kitten.json' with { type: 'json' };
import { asVoiceId, badList, type VoiceSource } from './source';

type Edition = (typeof LIST.editions)[number];

export function kittenSource(hub: Hub): VoiceSource {
  return {
    name: 'kitten',
    title: 'KittenTTS',
    lists: LIST.editions.map((edition) => treeAddress(hub, edition)),
    voicesOf: (lists) => {
      const voices = LIST.editions.flatMap((edition, i) => {
        const tree = parseHubTree(lists[i]);
        return filesOf(edition).every(({ path }) => tree.has(path))
          ? LIST.voices.map((one) => voiceOf(hub, tree, one, edition))
          : [];
      });
      if (voices.length === 0) throw badList('kitten', 'None of its voices is there.');
      return voices;
    },
    cardOf: () => null,
  };
}

function filesOf({ model }: Edition) {
  return [
    { name: 'model.onnx', path: model },
    { name: 'voices.npz', path: 'voices.npz' },
    { name: 'config.json', path: 'config.json' },
  ];
}

function voiceOf(
  hub: Hub,
  tree: HubTree,
  { speaker, name }: (typeof LIST.voices)[number],
  edition: Edition,
): Voice {
  return {
    id: asVoiceId(`${edition.id}-${name.toLowerCase()}`),
    name,
    source: 'hub',
    quality: edition.quality,
    engine: 'kitten',
    locale: 'en-US',
    languages: ['en'],
    speaker: { sex: speaker.endsWith('f') ? 'female' : 'male', age: null, id: speaker },
    licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    credits: 'KittenTTS by KittenML.',
    sample: null,
    sampleRate: 24_000,
    files: filesOf(edition).map((file) => voiceFile(hub, edition, tree, file)),
    weights: edition.id as VoiceId,
    defaults: { steps: 1, temperature: 0, pace: 1 },
  };
}
