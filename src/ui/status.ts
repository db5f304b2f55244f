import type { Preparation, SessionState, SessionStats } from '../contracts/session';
import type { Backend, EngineInfo } from '../contracts/speech';
import type { ShellState } from '../contracts/shell';
import type { ShelfStatus } from '../contracts/voices';
import { levelInBrief, rungInBrief } from './degraded';
import { bytesOf } from './format';
import { unreachable } from '../base/never';

const BACKEND_NAMES: Readonly<Record<Backend, string>> = { webgpu: 'WebGPU', wasm: 'WASM' };

/** What the chip says: whole for wide screens, short for narrow ones. */
export interface ChipText {
  readonly whole: string;
  readonly short: string;
  readonly tone: 'quiet' | 'good' | 'degraded' | 'failed';
}

export function chipText(
  state: SessionState,
  stats: SessionStats,
  shell: ShellState,
  voice: ShelfStatus | null,
): ChipText {
  const text = voice?.kind === 'downloading' ? fetchingText(voice) : engineText(state, stats);
  if (shell.online) return text;
  return { ...text, whole: `Offline · ${text.whole}` };
}

function fetchingText({ progress }: Extract<ShelfStatus, { kind: 'downloading' }>): ChipText {
  const share = bytesOf(progress.receivedBytes, progress.totalBytes);
  return { whole: `Fetching the voice, ${share}`, short: share, tone: 'quiet' };
}

function engineText(state: SessionState, stats: SessionStats): ChipText {
  if (state.kind === 'failed' && state.error.detail.kind !== 'text') {
    return { whole: 'The voice has stopped', short: 'Stopped', tone: 'failed' };
  }
  // Text and sound are made in a blink, after every seek: showing it would only flicker.
  const slow = state.kind === 'preparing' && isSlow(state.step);
  if (state.kind === 'preparing' && (slow || stats.engine === null)) {
    const whole = preparingText(state.step.kind);
    return { whole, short: whole, tone: 'quiet' };
  }
  const fallback = rungInBrief(stats.rung);
  if (fallback !== null) return { ...fallback, tone: 'degraded' };
  if (stats.engine === null) {
    return { whole: 'Ready when you are', short: 'Ready', tone: 'quiet' };
  }
  const speed = stats.rtf === null || stats.rtf <= 0 ? null : `${speedFactor(stats.rtf)}x`;
  const level = levelInBrief(stats.level);
  const parts = ['On this device', engineName(stats.engine), speed, level];
  return {
    whole: parts.filter((part) => part !== null).join(' · '),
    short: speed ?? BACKEND_NAMES[stats.engine.backend],
    tone: stats.engine.backendFailed || level !== null ? 'degraded' : 'good',
  };
}

/** Steps that take long enough to be worth a line of their own. */
export function isSlow({ kind }: Preparation): boolean {
  return kind === 'download' || kind === 'engine';
}

function preparingText(step: Preparation['kind']): string {
  switch (step) {
    case 'download':
      return 'Fetching the voice';
    case 'engine':
      return 'Waking the voice up';
    case 'text':
    case 'sound':
      return 'Getting ready';
    default:
      return unreachable(step);
  }
}

export function engineName({ backend, threads }: EngineInfo): string {
  if (backend === 'webgpu') return BACKEND_NAMES.webgpu;
  return `${BACKEND_NAMES.wasm}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** How many times faster than speech sound is made. */
export function speedFactor(rtf: number): string {
  const factor = 1 / rtf;
  return factor >= 10 ? String(Math.round(factor)) : factor.toFixed(1);
}

/** What a screen reader hears of the session; not every word, only what changes. */
export function announcement(state: SessionState): string {
  switch (state.kind) {
    case 'empty':
    case 'idle':
      return '';
    case 'preparing':
      return isSlow(state.step) ? preparingText(state.step.kind) : 'Playing';
    case 'playing':
      return 'Playing';
    case 'paused':
      return 'Paused';
    case 'ended':
      return 'The end of the text';
    case 'failed':
      return `${state.error.message} ${state.error.suggestion}`;
    default:
      return unreachable(state);
  }
}
