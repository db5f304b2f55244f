/** Which voices a handful of files make up: each file is taken once, or refused with a reason. */
import {
  namesOf,
  PIPER_INPUTS,
  takeFlow,
  takePiper,
  takesStyle,
  takeStyle,
  type FoundVoice,
} from './assemble';
import { classify, type Known } from './classify';
import { Pile, type Of } from './pile';
import { refuse, type Refusal } from './refusal';

export interface Recognition {
  readonly voices: readonly FoundVoice[];
  readonly refusals: readonly Refusal[];
}

const MAX_FILES = 100;

export async function recognise(files: readonly File[]): Promise<Recognition> {
  if (files.length > MAX_FILES) {
    const first = files[0]?.name ?? '';
    return { voices: [], refusals: [refuse(first, 'came with too many others', 'Add a few.')] };
  }
  const known: Known[] = [];
  // One after the other: each may be hundreds of megabytes.
  for (const file of files) known.push(await classify(file));
  return assemble(known);
}

function assemble(known: readonly Known[]): Recognition {
  const pile = new Pile(known);
  const voices: FoundVoice[] = [];
  for (const manifest of pile.of('flowManifest')) takeFlow(pile, manifest, voices);
  for (const config of pile.of('piperConfig')) takePiper(pile, config, voices);
  for (const style of pile.of('style')) takeStyle(pile, style, voices);
  return { voices, refusals: [...pile.refusals, ...pile.leftOver().map(refuseLeftOver)] };
}

function refuseLeftOver(one: Exclude<Known, Of<'refused'>>): Refusal {
  const { name } = one.file;
  if (one.kind === 'graph' && takesStyle(one.header.inputs)) {
    return refuse(name, 'is only half of a voice', 'Add it together with a style file (.bin).');
  }
  if (one.kind === 'graph' && PIPER_INPUTS.every((port) => one.header.inputs.includes(port))) {
    return refuse(name, 'is only half of a voice', `Add it together with “${name}.json”.`);
  }
  const takes = one.kind === 'graph' ? `: it takes ${namesOf(one.header.inputs)}` : '';
  return refuse(name, `is no voice that Sotto knows${takes}`, 'It speaks Piper and Kokoro voices.');
}
