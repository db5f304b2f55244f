/**
 * What a voice pack is: an uncompressed tar. Its first entry lists the voices, as a catalogue does; the
 * others are their files, `<owner>/<name>`, each once. Weights hardly compress, a tar is read and written
 * from front to back, and every system can look into one.
 */
import { SottoError } from '../base/errors';
import type { Voice, VoiceFile } from '../contracts/voices';
import { keyOf, pathOf } from './names';

export const MANIFEST_NAME = 'sotto-voices.json';
export const PACK_FORMAT = 'sotto-voice-pack';
export const PACK_VERSION = 1;
export const MAX_MANIFEST_BYTES = 4 * 2 ** 20;

export interface PackManifest {
  readonly format: typeof PACK_FORMAT;
  readonly version: typeof PACK_VERSION;
  readonly voices: readonly Voice[];
}

export interface PackedFile {
  readonly voice: Voice;
  readonly file: VoiceFile;
}

/** By path; what several voices share is in it once. */
export function packedFiles(voices: readonly Voice[]): Map<string, PackedFile> {
  const files = new Map<string, PackedFile>();
  for (const voice of voices) {
    for (const file of voice.files) {
      const path = pathOf(keyOf(voice, file));
      const other = files.get(path)?.file ?? file;
      if (other.digest !== file.digest || other.bytes !== file.bytes) {
        throw badPack(
          'contradiction',
          `Two of its voices mean different files by the name ${path}.`,
        );
      }
      files.set(path, { voice, file });
    }
  }
  return files;
}

/** @param reason One plain sentence. */
export function badPack(field: string, reason: string, cause?: unknown): SottoError {
  return new SottoError(
    `This voice pack cannot be used. ${reason}`,
    { kind: 'validation', field: `pack.${field}` },
    {
      operation: 'importPack',
      component: 'weights',
      suggestion: 'Nothing was changed. Make the pack again on the other device, or copy it again.',
      cause,
    },
  );
}
