/** The sound itself, clause by clause, whatever the guard makes of it: what its limits are derived from. */
import { inspectChunk } from '../audio/inspect';
import { systemClock } from '../base/clock';
import { createEngineClient } from '../engines/client';
import type { LabChunk, LabRequest } from './contract';
import { planned, prepared } from './prepare';
import { spawnEngineWorker } from '../rpc/spawn';
import { spokenSounds } from '../speech/sounds';

type Inspected = Omit<LabChunk, 'computeMs' | 'backend' | 'backendReason'>;

export async function chunks(request: LabRequest): Promise<readonly LabChunk[]> {
  const parts = await prepared(request);
  const { app, voice, settings } = parts;
  const inspected: Inspected[] = [];
  const synthesizer = createEngineClient({
    spawn: spawnEngineWorker,
    voice,
    backend: settings.backend,
    threads: request.threads ?? 0,
    clock: systemClock,
    inspect: (chunk, expected, limits) => {
      const startedAt = systemClock.now();
      const error = inspectChunk(chunk, expected, limits);
      const inspectMs = systemClock.now() - startedAt;
      inspected.push({
        ...chunk,
        pcm: base64(chunk.pcm),
        expected,
        inspectMs,
        refusal: error?.detail ?? null,
      });
      return null;
    },
  });
  const { backend, backendReason } = await synthesizer.load();
  const computeMs: number[] = [];
  const synthesis = { ...settings.synthesis, blend: request.blend ?? [] };
  for (const utterance of await planned(request, parts)) {
    const sounds = spokenSounds(utterance, synthesizer, synthesis);
    let step = await sounds.next();
    while (!step.done) step = await sounds.next();
    if (step.value !== null) computeMs.push(step.value.stages.totalMs);
  }
  synthesizer.dispose();
  app.dispose();
  return inspected.map((one, i) => ({
    ...one,
    computeMs: computeMs[i] ?? 0,
    backend,
    backendReason,
  }));
}

/** Of its bytes: typed arrays do not cross to the bench whole. */
export function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const PIECE = 2 ** 15;
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}
