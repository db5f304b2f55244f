import type { VoiceShelf } from '../contracts/voices';

/** The voices that can be asked for, as JSON for `GET v1/audio/voices`. */
export async function voicesAsJson(shelf: VoiceShelf): Promise<Uint8Array<ArrayBuffer>> {
  await shelf.recalled();
  const data = shelf.voices.map((voice) => ({
    id: voice.id,
    object: 'voice',
    name: voice.name,
    locale: voice.locale,
    languages: voice.languages,
    engine: voice.engine,
    sample_rate: voice.sampleRate,
    licence: voice.licence.name,
    // What is not is fetched at the first request.
    is_stored: shelf.status(voice).kind === 'stored',
  }));
  return new TextEncoder().encode(`${JSON.stringify({ object: 'list', data })}\n`);
}
