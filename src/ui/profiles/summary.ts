import type { VoiceProfile } from '../../contracts/profile';

/** What is not as the voice has it by itself, in a line. */
export function summary({ manner, blend, emotions, reference, lexicon }: VoiceProfile): string {
  const { pace, pitchSemitones } = manner;
  const mixed = blend.filter(({ timbre, prosody }) => timbre > 0 || prosody > 0);
  const felt = Object.entries(emotions).flatMap(([name, weight]) => (weight > 0 ? name : []));
  const parts = [
    `pace ${pace.toFixed(2)}×`,
    pitchSemitones === 0 ? '' : `pitch ${signed(pitchSemitones)}`,
    mixed.length === 0 ? '' : `mixed with ${mixed.map(({ name }) => name).join(' and ')}`,
    felt.join(', '),
    reference === null ? '' : 'a recording',
    lexicon.length === 0 ? '' : lexicon.length === 1 ? '1 word' : `${lexicon.length} words`,
  ];
  const line = parts.filter(Boolean).join(', ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

export const signed = (value: number): string => `${value > 0 ? '+' : ''}${value}`;
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
