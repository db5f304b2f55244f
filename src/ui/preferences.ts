/** What the page remembers: settings at once from `localStorage`, the text later from IndexedDB. */
import { openDB } from 'idb';
import * as v from 'valibot';
import type { VoiceId } from '../base/ids';
import { lexiconSchema } from '../contracts/lexicon';
import type { ProfileId } from '../contracts/profile';
import {
  isInRange,
  SHARE_RANGE,
  sumOfShares,
  SYNTHESIS_RANGES,
  type Range,
} from '../contracts/ranges';
import type { SessionSettings } from '../contracts/session';
import { EMOTIONS, type BackendPreference, type SynthesisOptions } from '../contracts/speech';
import { isLanguage, type Language, type Lexicon } from '../contracts/text';

const KEY = 'sotto.settings';
const within = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

const numberIn = (range: Range) =>
  v.pipe(
    v.number(),
    v.check((value) => isInRange(value, range)),
  );
const share = numberIn(SHARE_RANGE);
const shareSchema = v.object({
  voiceId: v.pipe(
    v.string(),
    v.transform((id) => id as VoiceId),
  ),
  speakerId: v.nullable(v.string()),
  timbre: share,
  prosody: share,
});

const synthesisSchema = v.partial(
  v.object({
    steps: numberIn(SYNTHESIS_RANGES.steps),
    temperature: numberIn(SYNTHESIS_RANGES.temperature),
    guidance: numberIn(SYNTHESIS_RANGES.guidance),
    pace: numberIn(SYNTHESIS_RANGES.pace),
    pitchSemitones: numberIn(SYNTHESIS_RANGES.pitchSemitones),
    seed: numberIn(SYNTHESIS_RANGES.seed),
    maxFramesPerChunk: numberIn(SYNTHESIS_RANGES.maxFramesPerChunk),
    energy: numberIn(SYNTHESIS_RANGES.energy),
    blend: v.pipe(
      v.array(shareSchema),
      v.check((shares) => sumOfShares(shares.map(({ timbre }) => timbre)) <= 1),
      v.check((shares) => sumOfShares(shares.map(({ prosody }) => prosody)) <= 1),
    ),
    emotions: v.record(v.picklist(EMOTIONS), share),
  }),
);

/** Field by field: one bad value is forgotten, the others are kept. */
const FIELDS = {
  language: v.pipe(v.string(), v.check(isLanguage)),
  lexicon: lexiconSchema,
  synthesis: synthesisSchema,
  backend: v.picklist(['auto', 'webgpu', 'wasm']),
  speed: within(0.5, 3),
  volume: within(0, 1),
  voiceId: v.string(),
  profileId: v.nullable(
    v.pipe(
      v.string(),
      v.transform((id) => id as ProfileId),
    ),
  ),
  singleKeys: v.boolean(),
} as const satisfies Record<keyof RememberedSettings, unknown>;

export interface RememberedSettings {
  readonly language?: Language;
  readonly lexicon?: Lexicon;
  readonly synthesis?: Partial<SynthesisOptions>;
  readonly backend?: BackendPreference;
  /** Player speed. */
  readonly speed?: number;
  readonly volume?: number;
  readonly voiceId?: string;
  /** The profile in force, whose voice and manner are among these. */
  readonly profileId?: ProfileId | null;
  /** Shortcuts of one key are on. */
  readonly singleKeys?: boolean;
}

export interface RememberedText {
  readonly text: string;
  /** Where the voice or the caret was. */
  readonly offset: number;
  /** The document it is the text of; null for text of one's own. */
  readonly documentId?: string | null;
}
const textSchema = v.object({
  text: v.string(),
  offset: v.pipe(v.number(), v.minValue(0)),
  documentId: v.optional(v.nullable(v.string()), null),
});

export interface Preferences {
  readonly settings: RememberedSettings;
  /** Adds to what is remembered. A full or forbidden storage is no error: it is not remembered then. */
  remember(change: RememberedSettings): void;
  readText(): Promise<RememberedText | null>;
  /** Resolves to false where nothing can be stored. */
  writeText(text: RememberedText): Promise<boolean>;
}

export interface TextStore {
  read(): Promise<unknown>;
  write(value: RememberedText): Promise<void>;
}

/** @param storage Null where the browser denies it. */
export function createPreferences(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  texts: TextStore,
): Preferences {
  let settings = readSettings(storage);
  return {
    get settings() {
      return settings;
    },
    remember: (change) => {
      settings = { ...settings, ...change };
      try {
        storage?.setItem(KEY, JSON.stringify(settings));
      } catch {
        // Full or forbidden: the page works on, it only forgets.
      }
    },
    readText: async () => {
      const found = v.safeParse(textSchema, await texts.read().catch(() => null));
      return found.success ? found.output : null;
    },
    writeText: (text) =>
      texts.write(text).then(
        () => true,
        () => false,
      ),
  };
}

function readSettings(storage: Pick<Storage, 'getItem'> | null): RememberedSettings {
  try {
    return parseSettings(JSON.parse(storage?.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

export function parseSettings(data: unknown): RememberedSettings {
  if (typeof data !== 'object' || data === null) return {};
  const kept: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(FIELDS)) {
    const result = v.safeParse(schema, (data as Record<string, unknown>)[name]);
    if (result.success) kept[name] = result.output;
  }
  return kept;
}

/** A session's settings as the listener left them, where they did. */
export function withRemembered(
  settings: SessionSettings,
  remembered: RememberedSettings,
): SessionSettings {
  const { language, lexicon, backend, speed, volume, synthesis } = remembered;
  return {
    ...settings,
    ...definedOnly({ language, lexicon, backend, speed, volume }),
    synthesis: { ...settings.synthesis, ...definedOnly(synthesis ?? {}) },
  };
}

function definedOnly<T extends object>(values: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  const defined = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [Name in keyof T]?: NonNullable<T[Name]> };
}

/** The browser's `localStorage`, or null where reading it throws (sandboxed frames, blocked cookies). */
export function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** One record in IndexedDB; the database opens on first use, and again after a failure. */
export function indexedDbTextStore(databaseName = 'sotto-page'): TextStore {
  let opening: ReturnType<typeof open> | null = null;
  const open = () =>
    openDB(databaseName, 1, { upgrade: (db) => void db.createObjectStore('texts') });
  const database = () => {
    opening ??= open();
    opening.catch(() => (opening = null));
    return opening;
  };
  return {
    read: async (): Promise<unknown> => (await database()).get('texts', 'current'),
    write: async (value) => {
      const writing = (await database()).transaction('texts', 'readwrite');
      const put = writing.store.put(value, 'current');
      // Not left to the browser: the page may be put aside before it would, and block others with it.
      writing.commit();
      await Promise.all([put, writing.done]);
    },
  };
}
