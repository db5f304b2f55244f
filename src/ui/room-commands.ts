/** What each keyboard command does in the reading room. */
import { unreachable } from '../base/never';
import type { SpeechSession } from '../contracts/session';
import type { Sheet } from './sheets';
import type { Command } from './shortcuts';

type Walking = Pick<SpeechSession, 'previousSentence' | 'nextSentence'>;

/** The part of the room that commands act on. */
export interface Commanded {
  readonly mode: 'write' | 'listen';
  readonly speech: { changeSpeed(by: number): void };
  sheet: Sheet;
  togglePlay(): void;
  edit(): void;
  bookmark(): void;
}

export function runCommand(command: Command, room: Commanded, session: Walking): void {
  const isListening = room.mode === 'listen';
  switch (command) {
    case 'playFromWriting':
    case 'togglePlay':
      return room.togglePlay();
    case 'previousSentence':
      return isListening ? session.previousSentence() : undefined;
    case 'nextSentence':
      return isListening ? session.nextSentence() : undefined;
    case 'faster':
      return room.speech.changeSpeed(0.1);
    case 'slower':
      return room.speech.changeSpeed(-0.1);
    case 'edit':
      return isListening ? room.edit() : undefined;
    case 'showContents':
      room.sheet = 'contents';
      return;
    case 'addBookmark':
      return room.bookmark();
    case 'showShortcuts':
      room.sheet = 'shortcuts';
      return;
    default:
      return unreachable(command);
  }
}
