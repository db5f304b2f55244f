import { SottoError } from '../../src/base/errors';
import type { LoadEngine } from './engine';
import { loadFlowEngine } from './flow/flow';
import { loadKittenEngine } from './kitten/kitten';
import { loadKokoroEngine } from './kokoro/kokoro';
import { loadPiperEngine } from './piper/piper';
import { loadSupertonicEngine } from './supertonic/supertonic';

/** Engines by the name voices give in the catalogue. */
const ENGINES: Readonly<Record<string, LoadEngine>> = {
  flow: loadFlowEngine,
  kitten: loadKittenEngine,
  kokoro: loadKokoroEngine,
  piper: loadPiperEngine,
  supertonic: loadSupertonicEngine,
};

export function engineLoader(name: string, engines = ENGINES): LoadEngine {
  const loader = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (loader !== undefined) return loader;
  throw new SottoError(
    'This voice needs a newer version of Sotto.',
    { kind: 'config', key: 'engine' },
    {
      operation: 'load',
      component: 'engine.worker',
      suggestion: 'Reload the page to get the newest version, or choose another voice.',
      cause: new Error(`No engine is named "${name}".`),
    },
  );
}
