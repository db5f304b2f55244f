import { SottoError, type ErrorDetail } from '../base/errors';
import type { VoiceProfile } from '../contracts/profile';

/** All that can be wrong with a profile, each with a sentence of its own. */
export type ProfileProblem =
  | { readonly kind: 'tooLarge'; readonly bytes: number; readonly mostBytes: number }
  | { readonly kind: 'wrongFormat'; readonly cause?: unknown }
  | { readonly kind: 'wrongVersion'; readonly version: number; readonly newest: number }
  /** `field`: what is missing or of another type; null where the file is not even whole. */
  | { readonly kind: 'corrupted'; readonly field: string | null; readonly cause?: unknown }
  | { readonly kind: 'outOfRange'; readonly field: string; readonly rule: string }
  | { readonly kind: 'missing'; readonly cause?: unknown }
  | { readonly kind: 'notKept'; readonly isFull: boolean; readonly cause: unknown }
  | { readonly kind: 'unreadable'; readonly cause: unknown };

type Told = readonly [message: string, suggestion: string, detail: ErrorDetail];

const ASK_AGAIN = 'Export it again where it came from, and import that file.';
const MB = 1e6;

export function profileError(operation: string, problem: ProfileProblem): SottoError {
  const [message, suggestion, detail] = tell(problem);
  const cause = 'cause' in problem ? problem.cause : undefined;
  return new SottoError(message, detail, { operation, component: 'profiles', suggestion, cause });
}

function tell(problem: ProfileProblem): Told {
  switch (problem.kind) {
    case 'tooLarge':
      return [
        `This file has ${Math.ceil(problem.bytes / MB)} MB, more than a voice profile can have.`,
        `Choose a file of at most ${Math.floor(problem.mostBytes / MB)} MB; a long recording can be cut.`,
        { kind: 'validation', field: 'file' },
      ];
    case 'wrongFormat':
      return [
        'This is not a voice profile of Sotto.',
        'Choose a file whose name ends in “.sotto-profile.json”.',
        { kind: 'validation', field: 'file' },
      ];
    case 'wrongVersion':
      return [
        `This voice profile is of version ${problem.version}; this Sotto reads up to version ${problem.newest}.`,
        'Reload the page while you are online to get the newest Sotto, then try again.',
        { kind: 'validation', field: 'sottoProfile' },
      ];
    case 'corrupted':
      return [
        problem.field === null
          ? 'This voice profile is damaged: it is not whole.'
          : `This voice profile is damaged: “${problem.field}” is missing or is not what it should be.`,
        ASK_AGAIN,
        { kind: 'validation', field: problem.field ?? 'file' },
      ];
    case 'outOfRange':
      return [
        `“${problem.field}” of this voice profile must be ${problem.rule}.`,
        'Change it where the profile was made, or make a new profile here.',
        { kind: 'validation', field: problem.field },
      ];
    case 'missing':
      return [
        'The voice profile is not on this device any more.',
        'Choose another profile, or import it from a file.',
        { kind: 'config', key: 'profile' },
      ];
    case 'notKept':
      return problem.isFull
        ? [
            'There is no room left on this device to keep the voice profile.',
            'Remove a voice or a document, then try again.',
            { kind: 'resource', type: 'storage' },
          ]
        : [
            'The browser did not let Sotto keep the voice profile.',
            'Export it to a file, and try again in a window that is not private.',
            { kind: 'io', path: 'profiles' },
          ];
    case 'unreadable':
      return [
        'The voice profiles on this device cannot be read.',
        'Reload the page; a private window may forbid storage.',
        { kind: 'io', path: 'profiles' },
      ];
  }
}

/** The voice it speaks with, or one that it mixes in, is not to be had. */
export function missingVoice(
  { name }: Pick<VoiceProfile, 'name'>,
  voiceName: string,
  lack: 'unknown' | 'notStored',
): SottoError {
  const context = { operation: 'choose', component: 'profiles' };
  if (lack === 'notStored') {
    return new SottoError(
      `“${name}” mixes in ${voiceName}, which is not on this device yet.`,
      { kind: 'config', key: 'blend' },
      { ...context, suggestion: `Download ${voiceName} in Voices, or take it out of the mix.` },
    );
  }
  return new SottoError(
    `“${name}” speaks with ${voiceName}, a voice that is not here.`,
    { kind: 'config', key: 'voice' },
    {
      ...context,
      suggestion: `Look for ${voiceName} in Voices, or edit the profile and choose another voice.`,
    },
  );
}
