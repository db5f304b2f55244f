/** Which of a voice's files is which, and those of voices mixed in. */
import { SottoError, isCancelled } from '../../../src/base/errors';
import type { BlendShare, SynthesisOptions } from '../../../src/contracts/speech';
import type { Voice, VoiceFile } from '../../../src/contracts/voices';
import { refusal } from '../pieces/refusal';
import type { StyleShare } from './blend';
import type { StyleTable } from './table';

/** The one file whose name ends so. Throws kind `modelLoad` where there is none. */
export function fileNamed({ files }: Voice, ending: string, engine: string): VoiceFile {
  const file = files.find(({ name }) => name.toLowerCase().endsWith(ending));
  if (file !== undefined) return file;
  const there = files.map(({ name }) => name).join(', ') || 'no file';
  const message = 'A part of this voice is missing.';
  throw refusal(`It lists ${there}.`, { component: engine, file: `*${ending}`, message });
}

/** Reads each voice once. A failure is forgotten: the voice may be downloaded meanwhile. */
export function loadShares(
  load: (share: BlendShare) => Promise<StyleTable>,
): (blend: SynthesisOptions['blend']) => Promise<readonly StyleShare[]> {
  const tables = new Map<string, Promise<StyleTable>>();
  const tableOf = (share: BlendShare) => {
    const key = JSON.stringify([share.voiceId, share.speakerId]);
    const known = tables.get(key);
    if (known !== undefined) return known;
    const loading = load(share).catch((thrown: unknown) => {
      tables.delete(key);
      throw notHere(share, thrown);
    });
    tables.set(key, loading);
    return loading;
  };
  return async (blend = []) => {
    const shares: StyleShare[] = [];
    for (const share of blend) {
      const { timbre, prosody } = share;
      if (timbre !== 0 || prosody !== 0)
        shares.push({ table: await tableOf(share), timbre, prosody });
    }
    return shares;
  };
}

function notHere({ voiceId, speakerId }: BlendShare, cause: unknown): unknown {
  if (isCancelled(cause)) return cause;
  const name = speakerId ?? voiceId;
  return new SottoError(
    `The voice ${name}, which is to be mixed in, could not be read from this device.`,
    { kind: 'modelLoad', component: 'blend', file: `${voiceId}/${name}` },
    {
      operation: 'synthesize',
      component: 'engine.style',
      suggestion: 'Download that voice, or take it out of the mix.',
      cause,
    },
  );
}
