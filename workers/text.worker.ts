/** The text worker: the calls of serve/text.ts with espeak-ng's pronunciations. */
import { exposeApi } from '../src/rpc/expose';
import { loadEspeak } from './espeak/espeak';
import { fetchEspeak } from './espeak/fetch';
import { createTextApi } from './serve/text';

exposeApi(createTextApi(() => fetchEspeak('text.worker').then(loadEspeak)));
