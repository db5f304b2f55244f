/** What `config.json` says of a KittenTTS model, and whom it knows. */
import * as v from 'valibot';
import type { Voice } from '../../../src/contracts/voices';
import { parseDescription } from '../pieces/description';
import { refusal } from '../pieces/refusal';

const priors = v.record(v.string(), v.pipe(v.number(), v.minValue(0.1), v.maxValue(10)));

const config = v.object({
  type: v.picklist(['ONNX1', 'ONNX2']),
  model_file: v.string(),
  voices: v.string(),
  /** The pace at which each voice speaks best. */
  speed_priors: v.optional(priors, {}),
  voice_aliases: v.optional(v.record(v.string(), v.string()), {}),
});

export type KittenConfig = v.InferOutput<typeof config>;

export function parseConfig(bytes: Uint8Array): KittenConfig {
  return parseDescription(bytes, config, { component: 'kitten', file: 'config.json' });
}

/** Names of before version 0.8 told them: its models have the same eight voices. */
const ALIASES: Readonly<Record<string, string>> = {
  Bella: 'expr-voice-2-f',
  Jasper: 'expr-voice-2-m',
  Luna: 'expr-voice-3-f',
  Bruno: 'expr-voice-3-m',
  Rosie: 'expr-voice-4-f',
  Hugo: 'expr-voice-4-m',
  Kiki: 'expr-voice-5-f',
  Leo: 'expr-voice-5-m',
};

/** The style of a speaker, for whom `expr-voice-2-f`, `Bella` or `2-f` may be said. */
export function findStyle<Style>(
  speaker: string,
  { voice_aliases: aliases }: Pick<KittenConfig, 'voice_aliases'>,
  styles: ReadonlyMap<string, Style>,
): { readonly name: string; readonly style: Style } {
  const names = [speaker, own(aliases, speaker), own(ALIASES, speaker), `expr-voice-${speaker}`];
  for (const name of names) {
    const style = name === undefined ? undefined : styles.get(name);
    if (name !== undefined && style !== undefined) return { name, style };
  }
  throw refusal(`It has no "${speaker}", but ${[...styles.keys()].join(', ')}.`, {
    component: 'kitten',
    file: 'voices.npz',
    message: 'This model does not know the voice that is asked for.',
  });
}

/** The pace at which a style speaks best; 1 where none is told. */
export function priorOf(name: string, { speed_priors: told }: KittenConfig): number {
  return own(told, name) ?? 1;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whom the voice's files are to speak as: the first of them where the voice does not say. */
export function speakerOf(
  { speaker }: Pick<Voice, 'speaker'>,
  styles: ReadonlyMap<string, unknown>,
): string {
  return speaker.id ?? styles.keys().next().value ?? '';
}
