/** The text worker's calls: turns text into utterances. Stateless but for the loaded phonemiser. */
import type { TextApi } from '../../src/contracts/workers';
import { parseDocument } from '../../src/text/parse';
import { tagsOf, type LearningPhonemiser } from '../../src/text/phonemiser';
import { planBlock } from '../../src/text/plan';
import { warmUp } from '../../src/text/warm-up';

const WARM_UP_DELAY_MS = 1500;

export function createTextApi(loadPhonemiser: () => Promise<LearningPhonemiser>): TextApi {
  let loading: Promise<LearningPhonemiser> | null = null;

  /** One load for all calls; a failed one is forgotten, so that the next call tries again. */
  const phonemiser = (): Promise<LearningPhonemiser> => {
    loading ??= loadPhonemiser().catch((thrown: unknown) => {
      loading = null;
      throw thrown;
    });
    return loading;
  };

  /** What sounds first needs the processor more: code is warmed up when that is under way. */
  const warm = async (tag: string): Promise<void> => {
    const loaded = await phonemiser();
    await loaded.ready(tag);
    setTimeout(() => warmUp(tag, loaded), WARM_UP_DELAY_MS);
  };

  return {
    warm,
    parse: async (source, format) => parseDocument(source, format),
    plan: async (block, options) => {
      const loaded = await phonemiser();
      await Promise.all(tagsOf(block, options).map((tag) => loaded.ready(tag)));
      return planBlock(block, options, loaded);
    },
  };
}
