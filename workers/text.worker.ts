/** Turns text into utterances, off the main thread. Stateless but for the loaded phonemiser. */
import { SottoError } from '../src/base/errors';
import type { Language } from '../src/contracts/text';
import type { TextApi } from '../src/contracts/workers';
import { exposeApi } from '../src/rpc/expose';
import { parseDocument } from '../src/text/parse';
import type { Phonemiser } from '../src/text/phonemiser';
import { planBlock } from '../src/text/plan';
import { warmUp } from '../src/text/warm-up';
import dataUrl from './espeak/data/espeak.data?url';
import { loadEspeak } from './espeak/espeak';

let loading: Promise<Phonemiser> | null = null;

const WARM_UP_DELAY_MS = 1500;

/** One load for all calls; a failed one is forgotten, so that the next call tries again. */
function phonemiser(): Promise<Phonemiser> {
  loading ??= fetchPack()
    .then(loadEspeak)
    .catch((thrown: unknown) => {
      loading = null;
      throw thrown;
    });
  return loading;
}

async function fetchPack(): Promise<ArrayBuffer> {
  const url = new URL(dataUrl, import.meta.url).href;
  const response = await fetch(url).catch((thrown: unknown) => {
    throw unreachablePack(url, null, thrown);
  });
  if (!response.ok) throw unreachablePack(url, response.status, undefined);
  return response.arrayBuffer();
}

function unreachablePack(url: string, status: number | null, cause: unknown): SottoError {
  return new SottoError(
    'The pronunciation data could not be fetched.',
    { kind: 'network', url, status },
    {
      operation: 'warm',
      component: 'text.worker',
      suggestion: 'Check the connection and press Play again; once loaded it works offline.',
      cause,
    },
  );
}

/** What sounds first needs the processor more: code is warmed up when that is under way. */
async function warm(language: Language): Promise<void> {
  const loaded = await phonemiser();
  setTimeout(() => warmUp(language, loaded), WARM_UP_DELAY_MS);
}

exposeApi({
  warm,
  parse: async (source, format) => parseDocument(source, format),
  plan: async (block, options) => planBlock(block, options, await phonemiser()),
} satisfies TextApi);
