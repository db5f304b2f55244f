/** What a host page asks for, done. */
import { unreachable } from '../base/never';
import type { Command, Theme } from '../contracts/embed';
import type { WireAnswer } from '../contracts/recovery-wire';
import { recoveryRefusal } from './errors';
import type { EmbedPlayer } from './player';

export interface CommandDeps {
  readonly player: EmbedPlayer;
  readonly showTheme: (theme: Theme) => void;
  /** The recovery API (ops/answer.ts). */
  readonly answer: (message: unknown) => Promise<WireAnswer>;
}

/** Resolves with what the reply carries; plain data. */
export async function runCommand(command: Command, deps: CommandDeps): Promise<unknown> {
  const { player } = deps;
  switch (command.name) {
    case 'load':
      return player.load(command.source, command.language, command.callback ?? null);
    case 'prepare':
      return player.prepare();
    case 'play':
      return player.play();
    case 'pause':
      return player.pause();
    case 'stop':
      return player.stop();
    case 'next':
      return player.session.nextSentence();
    case 'previous':
      return player.session.previousSentence();
    case 'seek':
      return player.seek(command.offset);
    case 'speed':
      return player.setSpeed(command.speed);
    case 'voice':
      return player.setVoice(command.voiceId);
    case 'theme':
      return deps.showTheme(command.theme);
    case 'voices':
      return player.voices;
    case 'status':
      return player.status;
    case 'recovery':
      return recover(command, deps);
    case 'bye':
      return undefined;
    default:
      return unreachable(command);
  }
}

async function recover(
  { operation, failureType }: Extract<Command, { name: 'recovery' }>,
  { answer }: CommandDeps,
): Promise<unknown> {
  const body = operation === 'trigger' ? { operation, failure_type: failureType } : { operation };
  const answered = await answer(body);
  if (!answered.ok) throw recoveryRefusal(answered.error);
  return answered.result;
}
