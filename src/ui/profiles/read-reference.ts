import * as v from 'valibot';
import type { VoiceReference } from '../../contracts/profile';
import { MAX_REFERENCE_CHARACTERS, reference } from '../../voices/profile-schema';

export type ReadReference =
  | { readonly kind: 'taken'; readonly reference: VoiceReference }
  | { readonly kind: 'refused'; readonly reason: string };

/** In base64 three bytes are four characters. */
const MAX_BYTES = (MAX_REFERENCE_CHARACTERS / 4) * 3;
/** Of `btoa`, which takes a string made from arguments. */
const PIECE_BYTES = 0x8000;

/** A recording, or a list of numbers in JSON that a speaker encoder made. */
export async function readReference(file: File): Promise<ReadReference> {
  if (file.size > MAX_BYTES) {
    return refused(`“${file.name}” is too large: a recording of up to 9 MB is kept. Cut it first.`);
  }
  const read = file.name.toLowerCase().endsWith('.json')
    ? await readEmbedding(file)
    : await readAudio(file);
  if (read === null) {
    return refused(`“${file.name}” is neither a recording nor a list of numbers.`);
  }
  return { kind: 'taken', reference: read };
}

async function readAudio(file: File): Promise<VoiceReference | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES));
  }
  const [mediaType = ''] = file.type.split(';');
  return judged({ kind: 'audio', fileName: file.name.slice(-200), mediaType, data: btoa(binary) });
}

async function readEmbedding(file: File): Promise<VoiceReference | null> {
  try {
    const values: unknown = JSON.parse(await file.text());
    return judged({ kind: 'embedding', fileName: file.name.slice(-200), values });
  } catch {
    return null;
  }
}

function judged(candidate: unknown): VoiceReference | null {
  const result = v.safeParse(reference, candidate);
  return result.success ? result.output : null;
}

function refused(reason: string): ReadReference {
  return { kind: 'refused', reason };
}
