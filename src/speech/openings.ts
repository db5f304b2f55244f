/**
 * The beginning of what was last prepared, plan and sound, kept on this device. A page that is opened
 * again at the same text and place speaks from it while its engine still loads.
 */
import type { Block, PlanOptions, Utterance } from '../contracts/text';
import { weightsOf, type Voice } from '../contracts/voices';
import { openingMemory, type Memory, type MemoryDeps } from './opening-memory';
import { openingSpeaker, type Inspect, type OpeningRequest, type Speaker } from './opening-speaker';
import type { Planner } from './utterances';

export interface Openings {
  /** Answers from memory until the planner given has got going. */
  planner(planner: Planner): Planner;
  /** For one reading from its beginning: may speak before the engine is ready. */
  speaker(request: OpeningRequest): Speaker;
  /** For good: the voice is not wanted on this device any more. */
  forgetVoice(voice: Voice): void;
  /** For good: the text is not wanted any more. */
  forgetAll(): void;
}

const PLANS = 'text/';
const SOUNDS = 'voice/';

export interface OpeningsDeps extends MemoryDeps {
  readonly inspect: Inspect;
}

export function createOpenings(deps: OpeningsDeps): Openings {
  const { store, inspect } = deps;
  const quietly = (work: Promise<void>) => void work.catch(() => undefined);
  const soundsOf = (voice: Voice) => `${SOUNDS}${weightsOf(voice)}/`;
  return {
    planner: (planner) => openingPlanner(planner, openingMemory(deps, PLANS)),
    speaker: (request) =>
      openingSpeaker(request, openingMemory(deps, soundsOf(request.voice)), inspect),
    forgetVoice: (voice) => quietly(store.drop(soundsOf(voice))),
    forgetAll: () => quietly(store.drop('')),
  };
}

function openingPlanner(planner: Planner, plans: Memory<readonly Utterance[]>): Planner {
  let isWarm = false;
  const plan = async (block: Block, options: PlanOptions, signal?: AbortSignal) => {
    const planned = await planner.plan(block, options, signal);
    isWarm = true;
    return planned;
  };
  return {
    plan: async (block, options, signal) => {
      if (!options.shortStart) return plan(block, options, signal);
      const found = isWarm ? null : await plans.find(block, options);
      const planned = found ?? (await plan(block, options, signal));
      plans.keep(planned, signal, block, options);
      return planned;
    },
  };
}
