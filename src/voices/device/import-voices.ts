/** Voices from the listener's own disk: recognised, named by what they hold, kept. Nothing goes out. */
import { asSottoError } from '../../base/errors';
import type { VoiceId } from '../../base/ids';
import type { DeviceStorage, FileDigest, Voice, VoiceFile } from '../../contracts/voices';
import type { FoundVoice } from './assemble';
import { recognise } from './recognise';
import { refuse, type Refusal } from './refusal';

export interface ImportOutcome {
  /** On the shelf now, their files stored. */
  readonly voices: readonly Voice[];
  readonly refusals: readonly Refusal[];
}

const ID_CHARACTERS = 16;

/** Takes what it can; never rejects. */
export async function importVoices(
  files: readonly File[],
  storage: Pick<DeviceStorage, 'digest' | 'keep'>,
): Promise<ImportOutcome> {
  const found = await recognise(files);
  const voices: Voice[] = [];
  const refusals = [...found.refusals];
  for (const one of found.voices) {
    try {
      const voice = await withDigests(one, storage);
      await storage.keep(
        voice,
        Object.fromEntries(one.files.map(({ name, file }) => [name, file])),
      );
      voices.push(voice);
    } catch (thrown) {
      const { message, suggestion } = asSottoError(thrown, {
        operation: 'keep',
        component: 'voices',
      });
      const what = `could not be kept: ${message.replace(/\.$/, '')}`;
      refusals.push(refuse(one.files[0]?.file.name ?? one.name, what, suggestion));
    }
  }
  return { voices, refusals };
}

async function withDigests(
  found: FoundVoice,
  storage: Pick<DeviceStorage, 'digest'>,
): Promise<Voice> {
  const digests: FileDigest[] = [];
  for (const { file } of found.files) digests.push(await storage.digest(file));
  const id = idOf(digests);
  const files = found.files.map(({ name, file }, i): VoiceFile => {
    const digest = digests[i] as FileDigest;
    // A graph that several voices share is kept once, under its digest.
    return { name, url: `device/${id}/${name}`, bytes: file.size, digest, owner: idOf([digest]) };
  });
  return {
    id,
    name: found.name,
    source: 'device',
    ...(found.quality === null ? {} : { quality: found.quality }),
    engine: found.engine,
    locale: found.locale,
    languages: found.languages,
    speaker: {
      sex: null,
      age: null,
      ...(found.speakers[0] === undefined ? {} : { id: found.speakers[0] }),
    },
    licence: { name: 'Your own file', url: '' },
    credits: '',
    sample: null,
    sampleRate: found.sampleRate,
    files,
    ...(found.speakers.length > 1 ? { speakers: found.speakers } : {}),
    defaults: { steps: found.engine === 'flow' ? 4 : 1, temperature: 0.667, pace: 1 },
  };
}

/** The same files are the same voice, however often they are added. */
function idOf(digests: readonly FileDigest[]): VoiceId {
  const share = Math.floor(ID_CHARACTERS / digests.length);
  const parts = digests.map((digest) => digest.slice(digest.indexOf(':') + 1).slice(0, share));
  return `device-${parts.join('')}` as VoiceId;
}
