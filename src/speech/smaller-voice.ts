import { weightsOf, type Voice, type VoiceShelf } from '../contracts/voices';
import { storedBytesOf } from './engine-size';

/** Another model counts as smaller from here on: less would not be felt. */
const MUCH_SMALLER = 0.7;

/**
 * Who speaks instead where the chosen voice cannot: a voice of the same language, on this device whole, with
 * clearly less to compute. The nearest of them: of the same sex, then the largest, then of the same region.
 * Nothing is fetched for it. Which engine speaks it makes no difference.
 */
export function smallerVoice(
  voice: Voice,
  shelf: Pick<VoiceShelf, 'voices' | 'status'>,
): Voice | null {
  const limit = storedBytesOf(voice) * MUCH_SMALLER;
  const candidates = shelf.voices.filter(
    (other) =>
      weightsOf(other) !== weightsOf(voice) &&
      languageOf(other) === languageOf(voice) &&
      storedBytesOf(other) < limit &&
      shelf.status(other).kind === 'stored',
  );
  return candidates.toSorted((a, b) => nearer(voice, a, b))[0] ?? null;
}

/** Negative: `a` is nearer. A listener hears first that another speaks, then how well. */
function nearer(voice: Voice, a: Voice, b: Voice): number {
  const differs = (other: Voice) => Number(other.speaker.sex !== voice.speaker.sex);
  const isElsewhere = (other: Voice) => Number(other.locale !== voice.locale);
  return (
    differs(a) - differs(b) ||
    storedBytesOf(b) - storedBytesOf(a) ||
    isElsewhere(a) - isElsewhere(b)
  );
}

const languageOf = ({ locale }: Voice) => locale.split('-')[0];
