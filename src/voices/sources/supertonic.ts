/** Supertonic: four graphs and two tables that all voices share, a small style file for each. */
import type { VoiceId } from '../../base/ids';
import type { Voice } from '../../contracts/voices';
import { pageAddress, treeAddress, type Hub } from './hub';
import { parseHubTree, voiceFile, type HubTree } from './hub-tree';
import { badList, type VoiceSource } from './source';
import LIST from './supertonic.json' with { type: 'json' };

type Edition = (typeof LIST.editions)[number];

const LIMITS =
  'Its licence forbids some uses, such as deceiving people or speaking as someone without their consent.';

export function supertonicSource(hub: Hub): VoiceSource {
  return {
    name: 'supertonic',
    title: 'Supertonic',
    lists: LIST.editions.map((edition) => treeAddress(hub, edition)),
    voicesOf: (lists) => {
      const voices = LIST.editions.flatMap((edition, i) => {
        const tree = parseHubTree(lists[i]);
        if (!LIST.files.every((name) => tree.has(`onnx/${name}`))) return [];
        return LIST.styles
          .filter((style) => tree.has(styleOf(style)))
          .map((style) => voiceOf(hub, tree, style, edition));
      });
      if (voices.length === 0) throw badList('supertonic', 'None of its voices is there.');
      return voices;
    },
    cardOf: () => null,
  };
}

const styleOf = (style: string) => `voice_styles/${style}.json`;

function voiceOf(hub: Hub, tree: HubTree, style: string, edition: Edition): Voice {
  const id = `${edition.id}-${style.toLowerCase()}` as VoiceId;
  const { mirrors } = edition;
  const shared = LIST.files.map((name) =>
    voiceFile(hub, edition, tree, {
      name,
      path: `onnx/${name}`,
      owner: edition.id as VoiceId,
      mirrors,
    }),
  );
  const own = { name: 'style.json', path: styleOf(style), owner: id, mirrors };
  return {
    id,
    name: `Supertonic ${style}`,
    source: 'hub',
    quality: edition.quality,
    engine: 'supertonic',
    // Every voice speaks every language of its edition; which accent is not told.
    locale: 'en',
    languages: edition.languages,
    speaker: { sex: style.startsWith('F') ? 'female' : 'male', age: null, id: style },
    licence: { name: 'OpenRAIL-M', url: pageAddress(hub, edition, 'LICENSE'), limits: LIMITS },
    credits: 'Supertonic by Supertone.',
    sample: null,
    sampleRate: 44_100,
    files: [...shared, voiceFile(hub, edition, tree, own)],
    defaults: { steps: edition.steps, temperature: 1, pace: 1 },
  };
}
