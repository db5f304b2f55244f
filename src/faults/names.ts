/** What can be made to fail, named `stage.kind`. Nothing of this folder is in the production build. */

/** Where a fault is made, by stage. */
const KINDS = {
  /** In the text worker, at its next plan. */
  text: ['throw', 'hang', 'die'],
  /** In the engine worker, in the graph of that stage, during the job it is armed for. */
  encode: ['throw', 'nan', 'wrong', 'short', 'hang'],
  flow: ['throw', 'nan', 'wrong', 'hang'],
  vocode: ['throw', 'nan', 'wrong', 'silence', 'short', 'hang'],
  /** In the engine worker as a whole: `die` closes it without a word, `crash` raises an error event. */
  engine: ['block', 'memory', 'deviceLost', 'die', 'crash'],
  /** In the formant worker, at its next job. */
  formant: ['throw', 'die'],
  /** On the page: the sound is spoilt on its way to the inspection. */
  inspect: ['spoil'],
  queue: ['throw'],
  play: ['close', 'suspend', 'processor'],
  /** The engine worker crashes, and what it reads again is not there, wrong or cannot be replaced. */
  store: ['read', 'corrupt', 'gone', 'quota'],
  /** The stored voice is gone, the engine worker crashes, and the download that follows goes wrong. */
  fetch: ['notFound', 'serverError', 'cut', 'stall', 'html'],
} as const;

type Kinds = typeof KINDS;
export type FaultStage = keyof Kinds;
export type FaultName = { [Stage in FaultStage]: `${Stage}.${Kinds[Stage][number]}` }[FaultStage];

export const FAULT_NAMES = Object.entries(KINDS).flatMap(([stage, kinds]) =>
  kinds.map((kind) => `${stage}.${kind}` as FaultName),
);

export function isFaultName(name: string): name is FaultName {
  return (FAULT_NAMES as readonly string[]).includes(name);
}

export function stageOf(fault: FaultName): FaultStage {
  return fault.slice(0, fault.indexOf('.')) as FaultStage;
}

/** Faults of one job of the engine worker: they can strike every attempt at an utterance anew. */
export function strikesJob(fault: FaultName): boolean {
  const stage = stageOf(fault);
  return stage === 'encode' || stage === 'flow' || stage === 'vocode' || stage === 'engine';
}

/** What a worker of the chaos build answers besides its own calls. */
export interface Armed {
  /** The fault strikes once, at the next occasion. */
  arm(fault: FaultName): Promise<void>;
}
