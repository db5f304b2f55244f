/** The weights worker of the chaos build: the same manager over a network and a disk that can fail. */
import { systemClock } from '../../src/base/clock';
import { exposeApi } from '../../src/rpc/expose';
import { createDigest } from '../../src/weights/digest';
import { createWeightsManager } from '../../src/weights/manager';
import { openWeightsStore } from '../../src/weights/store';
import { weightsSurroundings } from '../serve/weights';
import { armed, Armory } from './armory';
import { breakWrites } from './faulty-database';
import { faultyFetch } from './faulty-fetch';

const armory = new Armory();
breakWrites(armory);

const manager = createWeightsManager({
  ...weightsSurroundings(),
  openStore: openWeightsStore,
  fetch: faultyFetch((input, init) => fetch(input, init), armory),
  clock: systemClock,
  random: Math.random,
  createDigest,
});
exposeApi(armed(manager, armory));
