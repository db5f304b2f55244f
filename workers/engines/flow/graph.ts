import type { EngineDeps } from '../engine';
import type { GraphSession } from '../../ort/session';

/** A loaded graph and the size of its weights as stored. */
export interface Graph {
  readonly session: GraphSession;
  readonly weightBytes: number;
}

export async function loadGraph(
  { provider, files }: Pick<EngineDeps, 'provider' | 'files'>,
  fileName: string,
): Promise<Graph> {
  const bytes = await files.read(fileName);
  const session = await provider.createSession(bytes, fileName);
  return { session, weightBytes: bytes.byteLength };
}
