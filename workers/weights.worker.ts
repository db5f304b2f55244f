/** Fetches, verifies and keeps the voices, off the page's thread. */
import { systemClock } from '../src/base/clock';
import { exposeApi } from '../src/rpc/expose';
import { createDigest } from '../src/weights/digest';
import { createWeightsManager } from '../src/weights/manager';
import { openWeightsStore } from '../src/weights/store';
import { weightsSurroundings } from './serve/weights';

exposeApi(
  createWeightsManager({
    ...weightsSurroundings(),
    openStore: openWeightsStore,
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    random: Math.random,
    createDigest,
  }),
);
