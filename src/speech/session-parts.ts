/** Puts together what a session is made of; session.ts says what the listener can do with it. */
import type { Clock } from '../base/clock';
import type { Emitter } from '../base/events';
import type { Player } from '../contracts/playback';
import type { SessionEvents, SessionSettings } from '../contracts/session';
import type { ModelState } from '../contracts/speech';
import type { VoiceShelf } from '../contracts/voices';
import type { Quality, QualityDeps } from '../quality/quality';
import { EngineKeeper, type CreateSynthesizer } from './engine-keeper';
import { Listening } from './listening';
import { Narrator } from './narrator';
import { AHEAD_SECONDS, VOICE_LIMITS } from './reader';
import type { Openings } from './openings';
import type { ProgressTracker } from './progress';
import { RungNews } from './rung-news';
import type { SessionStateHolder } from './session-state';
import { WAITING_FOR_SOUND } from './state';
import type { TextClient } from './text-client';

export interface SessionDeps {
  readonly text: TextClient;
  readonly shelf: VoiceShelf;
  readonly player: Player;
  readonly createSynthesizer: CreateSynthesizer;
  readonly createQuality: (deps: Pick<QualityDeps, 'demand' | 'aheadSeconds'>) => Quality;
  readonly clock: Clock;
  readonly settings: SessionSettings;
  /** Absent: nothing of what is read is remembered. */
  readonly openings?: Openings;
}

/** What the session itself holds. */
export interface SessionCore {
  readonly events: Emitter<SessionEvents>;
  readonly holder: SessionStateHolder;
  readonly progress: ProgressTracker;
  readonly settings: () => SessionSettings;
}

export interface SessionParts {
  readonly keeper: EngineKeeper;
  readonly quality: Quality;
  readonly narrator: Narrator;
}

export function sessionParts(deps: SessionDeps, core: SessionCore): SessionParts {
  const { player, clock, text } = deps;
  const { holder, settings } = core;
  const quality = deps.createQuality({
    demand: () => {
      const { speed, synthesis } = settings();
      return { options: synthesis, speed, limits: VOICE_LIMITS };
    },
    aheadSeconds: AHEAD_SECONDS,
  });
  const keeper = createKeeper(deps, core, quality);
  const listening = new Listening({
    clock,
    player,
    facts: () => holder.facts,
    speed: () => settings().speed,
    level: () => quality.level,
    isVoiceReady: () => keeper.isReady,
  });
  const openings = deps.openings ?? null;
  const planner = openings?.planner(text) ?? text;
  const narrator = new Narrator({
    ...core,
    player,
    planner,
    keeper,
    openings,
    quality,
    listening,
  });
  return { keeper, quality, narrator };
}

function createKeeper(
  { shelf, createSynthesizer, clock }: SessionDeps,
  { holder, progress }: SessionCore,
  quality: Quality,
): EngineKeeper {
  const rungNews = new RungNews(holder, clock);
  return new EngineKeeper(shelf, createSynthesizer, {
    onPreparation: (step) => {
      const isWaiting = holder.facts.intent === 'play';
      holder.know({ preparation: step ?? (isWaiting ? WAITING_FOR_SOUND : null) });
    },
    onModel: (model: ModelState) => {
      progress.modelled(model);
      rungNews.modelled(model);
      if (model.kind === 'loading') quality.reloaded();
    },
  });
}
