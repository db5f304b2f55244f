/** Branded identifiers: a job id cannot be passed where a voice id belongs. */
export type Id<Brand extends string> = string & { readonly __brand: Brand };

export type JobId = Id<'job'>;
export type VoiceId = Id<'voice'>;
export type UtteranceId = Id<'utterance'>;

export function idSource<Brand extends string>(prefix: string): () => Id<Brand> {
  let next = 0;
  return () => `${prefix}-${(next++).toString(36)}` as Id<Brand>;
}
