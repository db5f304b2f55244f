/** The app's parts with the faults of a director in them. */
import type { Parts } from '../compose';
import { prepareChunk } from '../audio/join';
import { systemClock } from '../base/clock';
import type { Player } from '../contracts/playback';
import type { PcmChunk } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import {
  spawnChaosEngine,
  spawnChaosFormant,
  spawnChaosText,
  spawnChaosWeights,
  watched,
  type SeenCall,
} from './spawn';
import type { ChaosTape } from './tape';
import type { BreakableOutput } from './output';
import type { Director, Station } from '../faults/director';
import { createPlayer } from '../player/player';

/** @param direct The director of the run under way. */
export function chaosParts(
  direct: () => Director | null,
  tape: ChaosTape,
  output: BreakableOutput,
): Parts {
  const at = (station: Station, operation: string) => (call: SeenCall) => {
    if (call.operation === operation) direct()?.take(station).forEach(call.arm);
  };
  return {
    spawnText: () => watched(spawnChaosText(), { onCall: at('plan', 'plan') }),
    spawnWeights: () => watched(spawnChaosWeights(), { onCall: at('ensure', 'ensure') }),
    spawnFormant: () => watched(spawnChaosFormant(), { onCall: at('formant', 'synthesize') }),
    spawnEngine: () =>
      watched(spawnChaosEngine(), {
        onCall: (call) => {
          at('load', 'load')(call);
          if (call.operation !== 'synthesize') return;
          const { id } = call.args[1] as Utterance;
          direct()?.onJob(id).forEach(call.arm);
        },
        onMessage: (data) => {
          const pcm = pcmOf(data);
          if (pcm !== null && (direct()?.take('answer').length ?? 0) > 0) spoil(pcm);
        },
      }),
    createPlayer: () => breakablePlayer(direct, tape, output),
  };
}

function breakablePlayer(
  direct: () => Director | null,
  tape: ChaosTape,
  output: BreakableOutput,
): Player {
  const player = createPlayer({
    clock: systemClock,
    openDevice: async (rate, listener) =>
      tape.record(await output.openDevice(rate, tape.listen(listener))),
    prepareChunk,
  });
  const push: Player['push'] = (sound) => {
    if ((direct()?.take('push').length ?? 0) > 0) throw new Error('queue.throw');
    tape.pushed(sound);
    player.push(sound);
  };
  return new Proxy(player, {
    get: (target, name) => {
      if (name === 'push') return push;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Of an engine's answer in Comlink's wire format; null for any other message. */
function pcmOf(data: unknown): Float32Array | null {
  const { value } = data as { value?: { chunk?: PcmChunk } };
  return value?.chunk?.pcm ?? null;
}

/** As bits that fell over on their way would: one stretch is no number any more. */
function spoil(pcm: Float32Array): void {
  const from = Math.floor(pcm.length / 2);
  pcm.fill(NaN, from, from + 100);
}
