/** The formant worker of the chaos build: the same calls, a job of which can fail. */
import type { EngineApi } from '../../src/contracts/workers';
import { exposeApi } from '../../src/rpc/expose';
import { breathe } from '../breathe';
import { fetchEspeak } from '../espeak/fetch';
import { openFormantVoice } from '../espeak/formant';
import { createFormantApi } from '../serve/formant';
import { armed, Armory, deliberate } from './armory';
import { die } from './faulty-worker';

const armory = new Armory();
const now = () => performance.now();
const api = createFormantApi({
  openVoice: () => fetchEspeak('formant.worker').then((parts) => openFormantVoice(parts, now)),
  now,
  breathe,
});

const synthesize: EngineApi['synthesize'] = (job, utterance, options) => {
  const fault = armory.take('formant');
  if (fault === null) return api.synthesize(job, utterance, options);
  return fault === 'formant.die' ? die() : Promise.reject(deliberate(fault));
};
exposeApi(armed({ ...api, synthesize }, armory));
