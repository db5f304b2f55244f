/** What can keep a story from being spoken, in words a listener can act on. */
import type { StoryFailureKind } from '../contracts/story';

export interface FailureWords {
  readonly message: string;
  readonly suggestion: string;
}

/** No two alike: a listener must be able to tell them apart. */
export const FAILURE_WORDS: Readonly<Record<StoryFailureKind, FailureWords>> = {
  voiceMissing: {
    message: 'The voice of this story is not known on this device any more.',
    suggestion: 'Choose another voice for it, or add the voice again under Voices.',
  },
  voiceCorrupted: {
    message: 'The stored files of this voice are damaged.',
    suggestion: 'Remove the voice under Voices and download it again.',
  },
  voiceInvalidFormat: {
    message: 'The files of this voice are not of a kind that Sotto can speak with.',
    suggestion: 'Choose another voice, or get the voice from its makers once more.',
  },
  textEncoding: {
    message: 'The text holds characters that were broken before it came here.',
    suggestion: 'Open the original file again, saved as UTF-8.',
  },
  textTooShort: {
    message: 'There is nothing in the text that can be spoken.',
    suggestion: 'Write at least one word.',
  },
  textTooLong: {
    message: 'The text is too long for one story.',
    suggestion: 'Split it, for instance by chapters, and add each part as a story.',
  },
  textLanguage: {
    message: 'This voice does not speak the language of the text.',
    suggestion: 'Choose a voice of that language under Voices, or set another language.',
  },
  modelMissing: {
    message: 'The files of the voice are not on this device.',
    suggestion: 'Download the voice under Voices, then try again.',
  },
  modelLoad: {
    message: 'The voice could not be started.',
    suggestion: 'Reload the page and try again; if it goes on, choose another voice.',
  },
  modelRun: {
    message: 'The voice stopped in the middle of its work.',
    suggestion: 'Try again: what is already spoken is kept.',
  },
  gpuMemory: {
    message: 'The graphics card ran out of memory.',
    suggestion: 'Close other tabs with video or games, or choose the processor under Adjust.',
  },
  storageFull: {
    message: 'There is no room left for the sound of stories.',
    suggestion: 'Remove stories or voices that you no longer need, then try again.',
  },
  storageRefused: {
    message: 'The browser does not let Sotto keep anything.',
    suggestion: 'Open Sotto in an ordinary window, or allow it to store data.',
  },
  networkDown: {
    message: 'The network is not there, and the voice is not yet on this device.',
    suggestion: 'Connect and try again; what has arrived is kept.',
  },
  serverError: {
    message: 'The server that has the voice answers with an error.',
    suggestion: 'Wait some minutes and try again.',
  },
  wrongBytes: {
    message: 'What the server sent is not the voice that was expected.',
    suggestion: 'Try again on another network; a sign-in page may be in the way.',
  },
  memory: {
    message: 'This device has too little free memory for the voice.',
    suggestion: 'Close other tabs and programs, or choose a smaller voice.',
  },
  disk: {
    message: 'The disk of this device could not be written.',
    suggestion: 'Make room on the disk itself, outside the browser, then try again.',
  },
  cpu: {
    message: 'The processor of this device is too busy to go on.',
    suggestion: 'Close what else is working, then try again.',
  },
  callbackRefused: {
    message: 'The receiver of the callback does not permit it.',
    suggestion: 'Ask whoever runs the receiver to allow this address; the story is not affected.',
  },
  reported: {
    message: 'The service that speaks this story reported an error.',
    suggestion: 'Try again to have it spoken on this device.',
  },
  unknown: {
    message: 'Something inside Sotto went wrong with this story.',
    suggestion: 'Try again; if it goes on, reload the page.',
  },
};

/** As it stands on the wire. */
export function wireKind(kind: StoryFailureKind): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
