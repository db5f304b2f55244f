/** How the files of each kind of voice belong together. */
import { asTitle } from '../sources/source';
import type { Of, Pile } from './pile';

/** A voice that is all there, but for the digests of its files. */
export interface FoundVoice {
  readonly name: string;
  readonly engine: 'piper' | 'kokoro' | 'flow';
  readonly locale: string;
  readonly languages: readonly string[];
  readonly sampleRate: number;
  readonly quality: string | null;
  readonly speakers: readonly string[];
  /** As the engine asks for them. */
  readonly files: readonly { readonly name: string; readonly file: File }[];
}

/** What every graph of a kind takes, whatever else it takes. */
export const PIPER_INPUTS = ['input', 'input_lengths', 'scales'];
const STYLE_INPUTS = [['input_ids', 'tokens'], ['style', 'ref_s'], ['speed']];
const FLOW_GRAPHS = ['encoder.onnx', 'flow.onnx', 'vocoder.onnx'];
export function takePiper(pile: Pile, config: Of<'piperConfig'>, voices: FoundVoice[]): void {
  const graphs = pile.of('graph');
  const graph = graphs.find(({ file }) => `${file.name}.json` === config.file.name) ?? only(graphs);
  if (graph === null) {
    const wanted = config.file.name.replace(/\.json$/i, '');
    return pile.refuse(config, 'is only half of a voice', `Add it together with “${wanted}”.`);
  }
  pile.take(config);
  const { inputs } = graph.header;
  if (!PIPER_INPUTS.every((name) => inputs.includes(name))) {
    const what = `is no Piper voice: it takes ${namesOf(inputs)}`;
    return pile.refuse(graph, what, `A Piper voice takes ${namesOf(PIPER_INPUTS)}.`);
  }
  const { locale, sampleRate, quality, dataset, speakers } = config.config;
  if (speakers.length > 1 && !inputs.includes('sid')) {
    const what = 'cannot choose between the speakers that its .onnx.json names';
    return pile.refuse(graph, what, 'The two files do not belong together.');
  }
  pile.take(graph);
  voices.push({
    name: titleOf(graph.file.name, dataset),
    engine: 'piper',
    locale,
    languages: [locale.slice(0, locale.indexOf('-') === -1 ? undefined : locale.indexOf('-'))],
    sampleRate,
    quality,
    speakers,
    files: [
      { name: 'model.onnx', file: graph.file },
      { name: 'model.onnx.json', file: config.file },
    ],
  });
}

/** One graph speaks with any number of styles: each is a voice. */
export function takeStyle(pile: Pile, style: Of<'style'>, voices: FoundVoice[]): void {
  const graph = only(pile.of('graph').filter(({ header }) => takesStyle(header.inputs)));
  if (graph === null) {
    return pile.refuse(style, 'is only half of a voice', 'Add it together with its .onnx file.');
  }
  pile.take(style);
  pile.share(graph);
  const key = /^([abefhijpz])([fm])_(\w+)\.bin$/.exec(style.file.name);
  const locale = key === null ? 'en' : (STYLE_LOCALES[key[1] ?? ''] ?? 'en');
  voices.push({
    name: asTitle(key?.[3] ?? style.file.name.replace(/\.bin$/i, '')),
    engine: 'kokoro',
    locale,
    languages: [locale],
    sampleRate: 24_000,
    quality: null,
    speakers: [],
    files: [
      { name: 'model.onnx', file: graph.file },
      { name: 'style.bin', file: style.file },
    ],
  });
}

const STYLE_LOCALES: Readonly<Record<string, string>> = {
  ...{ a: 'en', b: 'en', e: 'es', f: 'fr', h: 'hi', i: 'it', j: 'ja', p: 'pt', z: 'zh' },
};

export function takeFlow(pile: Pile, manifest: Of<'flowManifest'>, voices: FoundVoice[]): void {
  const graphs = FLOW_GRAPHS.map((name) => pile.of('graph').find(({ file }) => file.name === name));
  const missing = FLOW_GRAPHS.filter((_, i) => graphs[i] === undefined);
  if (missing.length > 0) {
    const suggestion = `Add it together with ${missing.map((name) => `“${name}”`).join(', ')}.`;
    return pile.refuse(manifest, 'is only a part of a voice', suggestion);
  }
  const found = graphs.flatMap((graph) => graph ?? []);
  pile.take(manifest, ...found);
  const { sampleRate, languages, speakers } = manifest.manifest;
  voices.push({
    name: 'Voice of yours',
    engine: 'flow',
    locale: languages[0] ?? 'en',
    languages: languages.length > 0 ? languages : ['en'],
    sampleRate,
    quality: null,
    speakers: speakers.length > 1 ? speakers : [],
    files: [...found, manifest].map(({ file }) => ({
      name: file === manifest.file ? 'voice.json' : file.name,
      file,
    })),
  });
}

export function takesStyle(inputs: readonly string[]): boolean {
  return STYLE_INPUTS.every((names) => names.some((name) => inputs.includes(name)));
}

/** `Amy` for `en_US-amy-medium.onnx`. */
function titleOf(fileName: string, dataset: string | null): string {
  const base = fileName.replace(/\.onnx$/i, '');
  const parts = base.split('-');
  const named = parts.length === 3 && /^[a-z]{2,3}_[A-Z]{2,3}$/.test(parts[0] ?? '');
  return asTitle((named ? parts[1] : null) ?? dataset ?? base).slice(0, 60);
}

function only<T>(list: readonly T[]): T | null {
  return list.length === 1 ? (list[0] ?? null) : null;
}

export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `“${name.slice(0, 30)}”`);
  return shown.join(', ') + (names.length > 6 ? ' and more' : '');
}
