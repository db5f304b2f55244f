/** The formant worker: the calls of serve/formant.ts with espeak-ng's own synthesis. */
import { exposeApi } from '../src/rpc/expose';
import { breathe } from './breathe';
import { fetchEspeak } from './espeak/fetch';
import { openFormantVoice } from './espeak/formant';
import { createFormantApi } from './serve/formant';

const now = () => performance.now();

exposeApi(
  createFormantApi({
    openVoice: () => fetchEspeak('formant.worker').then((parts) => openFormantVoice(parts, now)),
    now,
    breathe,
  }),
);
