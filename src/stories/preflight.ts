/** Looks at text, language, voice, storage and memory before any work is done, and says what will not work. */
import type { PreflightProblem, StoryDraft, StoryFailureKind } from '../contracts/story';
import type { ShelfStatus, Voice } from '../contracts/voices';
import { parseCallbackUrl } from '../contracts/callback';
import { FAILURE_WORDS } from './failures';

/** What of the device matters; null where the browser does not tell. */
export interface PreflightFacts {
  /** Null: nobody knows it. */
  readonly voice: Voice | null;
  readonly voiceStatus: ShelfStatus['kind'];
  readonly isOnline: boolean;
  /** Of this site's storage. */
  readonly freeBytes: number | null;
  readonly canStore: boolean;
  /** Of the machine. */
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  /** Of the page that asks: an http address cannot be posted to from an https page. */
  readonly isSecurePage: boolean;
}

/** About 60 hours of speech: more is many books. */
export const MOST_TEXT_UNITS = 4_000_000;
const UNITS_PER_SECOND = 15;
/** Opus at 32 kbit/s, and what is kept beside it. */
const BYTES_PER_SECOND = 4500;
/** Weights are held about twice while a voice speaks (speech/engine-keeper.ts). */
const RESIDENT_PER_STORED = 2;
const RUNTIME_BYTES = 64 * 2 ** 20;
/** Above this share of them broken characters are not the author's. */
const BROKEN_SHARE = 0.002;

export function preflight(draft: StoryDraft, facts: PreflightFacts): PreflightProblem[] {
  return [
    ...textProblems(draft),
    ...voiceProblems(draft, facts),
    ...roomProblems(draft, facts),
    ...callbackProblems(draft, facts),
  ];
}

export function estimatedSeconds(textLength: number): number {
  return textLength / UNITS_PER_SECOND;
}

const blocks = (kind: StoryFailureKind): PreflightProblem => ({
  kind,
  severity: 'blocks',
  ...FAILURE_WORDS[kind],
});
const warns = (kind: StoryFailureKind, message?: string): PreflightProblem => ({
  kind,
  severity: 'warns',
  ...FAILURE_WORDS[kind],
  ...(message === undefined ? {} : { message }),
});

function textProblems({ text }: StoryDraft): PreflightProblem[] {
  if (text.length > MOST_TEXT_UNITS) return [blocks('textTooLong')];
  if (!/[\p{L}\p{N}]/u.test(text)) return [blocks('textTooShort')];
  return isBroken(text) ? [blocks('textEncoding')] : [];
}

/** Replacement characters, lone surrogates and control characters: marks of a file read wrongly. */
export function isBroken(text: string): boolean {
  const broken = text.match(
    /\uFFFD|[\u0000-\u0008\u000E-\u001F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
  );
  return broken !== null && broken.length > Math.max(0, text.length * BROKEN_SHARE);
}

function voiceProblems({ language }: StoryDraft, facts: PreflightFacts): PreflightProblem[] {
  const { voice, voiceStatus, isOnline } = facts;
  if (voice === null) return [blocks('voiceMissing')];
  if (voice.files.length === 0 || voice.engine === '') return [blocks('voiceInvalidFormat')];
  const problems: PreflightProblem[] = [];
  if (!voice.languages.includes(language)) problems.push(blocks('textLanguage'));
  if (voiceStatus === 'stored') return problems;
  if (!isOnline) problems.push(blocks('networkDown'));
  else if (voiceStatus === 'failed') problems.push(warns('modelMissing'));
  return problems;
}

function roomProblems({ text }: StoryDraft, facts: PreflightFacts): PreflightProblem[] {
  const { voice, canStore, freeBytes, memoryBytes, memoryLimitBytes } = facts;
  if (!canStore) return [blocks('storageRefused')];
  const problems: PreflightProblem[] = [];
  const stored = voice?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const missing = facts.voiceStatus === 'stored' ? 0 : stored;
  const wanted = missing + estimatedSeconds(text.length) * BYTES_PER_SECOND;
  if (freeBytes !== null && freeBytes < wanted) problems.push(warns('storageFull'));
  const resident = stored * RESIDENT_PER_STORED + RUNTIME_BYTES;
  if (memoryLimitBytes !== null && resident > memoryLimitBytes) problems.push(blocks('memory'));
  else if (memoryBytes !== null && resident > memoryBytes / 2) problems.push(warns('memory'));
  return problems;
}

function callbackProblems({ callbackUrl }: StoryDraft, facts: PreflightFacts): PreflightProblem[] {
  if (callbackUrl === null || callbackUrl === undefined) return [];
  const parsed = parseCallbackUrl(callbackUrl);
  const suggestion =
    'Give the whole address of a receiver, such as https://example.org/api/tts/callback.';
  if (!parsed.ok) {
    return [{ kind: 'callbackRefused', severity: 'blocks', message: parsed.reason, suggestion }];
  }
  const { protocol, hostname } = new URL(parsed.url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol === 'https:' || isLocal || !facts.isSecurePage) return [];
  return [
    {
      ...warns('callbackRefused', 'Browsers do not let a secure page post to an http address.'),
      suggestion: 'Give an https address, or the callback will not arrive.',
    },
  ];
}
