/** The text worker of the chaos build: the same calls, a plan of which can fail. */
import type { TextApi } from '../../src/contracts/workers';
import { exposeApi } from '../../src/rpc/expose';
import { loadEspeak } from '../espeak/espeak';
import { fetchEspeak } from '../espeak/fetch';
import { createTextApi } from '../serve/text';
import { armed, Armory, deliberate, never } from './armory';
import { die } from './faulty-worker';

const armory = new Armory();
const api = createTextApi(() => fetchEspeak('text.worker').then(loadEspeak));

const plan: TextApi['plan'] = (block, options) => {
  const fault = armory.take('text');
  if (fault === null) return api.plan(block, options);
  if (fault === 'text.hang') return never;
  if (fault === 'text.die') return die();
  return Promise.reject(deliberate(fault));
};
exposeApi(armed({ ...api, plan }, armory));
