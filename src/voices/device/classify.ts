/** What a file is, by its content: names lie, and some are pages that a network put in their place. */
import { Malformed } from './byte-window';
import { readPiperConfig, type PiperConfig } from './piper-config';
import { readOnnxHeader, type OnnxHeader } from './onnx-header';
import { refuse, type Refusal } from './refusal';

/** About twice the largest graph that any known voice has. */
export const MAX_GRAPH_BYTES = 700_000_000;
const MAX_JSON_BYTES = 2_000_000;
const MAX_STYLE_BYTES = 8_000_000;
/** A style is 256 numbers of 4 bytes for each length of text. */
const STYLE_ROW_BYTES = 1024;
const HEAD_BYTES = 256;

export type Known =
  | { readonly kind: 'graph'; readonly file: File; readonly header: OnnxHeader }
  | { readonly kind: 'piperConfig'; readonly file: File; readonly config: PiperConfig }
  | { readonly kind: 'flowManifest'; readonly file: File; readonly manifest: FlowShape }
  | { readonly kind: 'style'; readonly file: File }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What of our own `voice.json` must be known before the engine reads it whole. */
export interface FlowShape {
  readonly sampleRate: number;
  readonly languages: readonly string[];
  readonly speakers: readonly string[];
}

export async function classify(file: File): Promise<Known> {
  const no = (what: string, suggestion: string): Known => ({
    kind: 'refused',
    refusal: refuse(file.name, what, suggestion),
  });
  if (file.size === 0) return no('is empty', 'Copy it again from where it came.');
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const impostor = impostorIn(head);
  if (impostor !== null) return no(impostor, 'Download the file itself and add that.');
  if (/^\s*[{[]/.test(textOf(head))) return classifyJson(file, no);
  if (file.name.toLowerCase().endsWith('.bin')) return classifyStyle(file, no);
  return classifyGraph(file, no);
}

type No = (what: string, suggestion: string) => Known;

function impostorIn(head: Uint8Array): string | null {
  const text = textOf(head);
  if (/^\s*(<!doctype html|<html|<\?xml)/i.test(text)) return 'is a web page, not a voice';
  if (text.startsWith('version https://git-lfs')) {
    return 'is only the pointer that git leaves in place of a large file';
  }
  if (text.startsWith('PK\u0003\u0004')) return 'is an archive, not a voice';
  return null;
}

async function classifyGraph(file: File, no: No): Promise<Known> {
  if (file.size > MAX_GRAPH_BYTES) {
    return no('is too large for a browser to speak with', 'Take a smaller edition of the voice.');
  }
  try {
    const header = await readOnnxHeader(file);
    if (header.hasExternalWeights) {
      return no('keeps its weights in another file', 'Export it into a single file, and add that.');
    }
    return { kind: 'graph', file, header };
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) return no('could not be read', 'Try to add it once more.');
    return file.name.toLowerCase().endsWith('.onnx')
      ? no('is damaged or cut short', 'Download or copy it again.')
      : no('is no part of a voice', 'A voice is an .onnx file with its .onnx.json file.');
  }
}

async function classifyJson(file: File, no: No): Promise<Known> {
  if (file.size > MAX_JSON_BYTES) return no('is too large to describe a voice', PIPER_PAIR);
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch {
    return no('is damaged: it is not whole JSON', 'Download or copy it again.');
  }
  const manifest = flowShapeOf(json);
  if (manifest !== null) return { kind: 'flowManifest', file, manifest };
  const read = readPiperConfig(json);
  return read.kind === 'config'
    ? { kind: 'piperConfig', file, config: read.config }
    : no(read.what, read.suggestion);
}

const PIPER_PAIR = 'A Piper voice is an .onnx file with its .onnx.json file.';

function classifyStyle(file: File, no: No): Known {
  return file.size % STYLE_ROW_BYTES === 0 && file.size <= MAX_STYLE_BYTES
    ? { kind: 'style', file }
    : no('is no style file of a Kokoro voice', 'Those have 1024 bytes for each length of text.');
}

/** The engine judges every field when it loads the voice; this only tells our description from others. */
function flowShapeOf(json: unknown): FlowShape | null {
  if (typeof json !== 'object' || json === null) return null;
  const { sampleRate, hopSamples, symbols, languages, speakers } = json as Record<string, unknown>;
  if (typeof sampleRate !== 'number' || !(sampleRate >= 8000 && sampleRate <= 96_000)) return null;
  if (typeof hopSamples !== 'number' || !Array.isArray(symbols)) return null;
  return { sampleRate, languages: namesIn(languages), speakers: namesIn(speakers) };
}

function namesIn(record: unknown): readonly string[] {
  return typeof record === 'object' && record !== null ? Object.keys(record).slice(0, 100) : [];
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes).replace(/^\u00ef\u00bb\u00bf/, '');
}
