import type { SessionSettings } from '../contracts/session';
import type { BackendPreference, SynthesisOptions } from '../contracts/speech';
import type { Language, Lexicon } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import { presetOptions, type PresetName } from './presets';
import { DEFAULT_SETTINGS, validateSettings } from './settings';

/**
 * Settings, said fluently and checked as they are said:
 * `settingsFor(voice).preset('fast').seed(7).build()`. Every method throws kind `validation`.
 */
export interface SettingsBuilder {
  preset(name: PresetName): SettingsBuilder;
  backend(preference: BackendPreference): SettingsBuilder;
  language(language: Language): SettingsBuilder;
  lexicon(lexicon: Lexicon): SettingsBuilder;
  steps(count: number): SettingsBuilder;
  temperature(scale: number): SettingsBuilder;
  guidance(rate: number): SettingsBuilder;
  pace(ratio: number): SettingsBuilder;
  pitch(semitones: number): SettingsBuilder;
  seed(seed: number): SettingsBuilder;
  maxFramesPerChunk(frames: number): SettingsBuilder;
  memoryLimit(bytes: number): SettingsBuilder;
  build(): SessionSettings;
}

export function settingsFor(voice: Voice): SettingsBuilder {
  const { steps, temperature, pace } = voice.defaults;
  const language = voice.languages[0] ?? DEFAULT_SETTINGS.language;
  const synthesis = { ...DEFAULT_SETTINGS.synthesis, steps, temperature, pace };
  return builder(voice, { ...DEFAULT_SETTINGS, language, synthesis });
}

function builder(voice: Voice, settings: SessionSettings): SettingsBuilder {
  const change = (some: Partial<SessionSettings>) =>
    builder(voice, validateSettings({ ...settings, ...some }));
  const synthesis = (some: Partial<SynthesisOptions>) =>
    change({ synthesis: { ...settings.synthesis, ...some } });
  return {
    preset: (name) => synthesis(presetOptions(name, voice)),
    backend: (backend) => change({ backend }),
    language: (language) => change({ language }),
    lexicon: (lexicon) => change({ lexicon }),
    steps: (steps) => synthesis({ steps }),
    temperature: (temperature) => synthesis({ temperature }),
    guidance: (guidance) => synthesis({ guidance }),
    pace: (pace) => synthesis({ pace }),
    pitch: (pitchSemitones) => synthesis({ pitchSemitones }),
    seed: (seed) => synthesis({ seed }),
    maxFramesPerChunk: (maxFramesPerChunk) => synthesis({ maxFramesPerChunk }),
    memoryLimit: (memoryLimitBytes) => change({ memoryLimitBytes }),
    build: () => settings,
  };
}
