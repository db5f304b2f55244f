import { parseCatalogue } from '../../src/voices/catalogue';
import type { ManagerDeps } from '../../src/weights/manager';
import { browserSurroundings } from '../../src/weights/surroundings';

/** What a weights worker has around it. */
export function weightsSurroundings(): ReturnType<typeof browserSurroundings> &
  Pick<ManagerDeps, 'parseVoices'> {
  return {
    ...browserSurroundings(),
    parseVoices: (voices) => parseCatalogue({ version: 1, voices }).voices,
  };
}
