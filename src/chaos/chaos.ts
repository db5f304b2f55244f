/**
 * The chaos page: the built app's own parts with faulty ones among them, driven by `npm run chaos` and
 * the tests through `window.sottoChaos`. Built by vite.chaos.config.ts alone.
 */
import { renderWell, type GoodRendition } from './good';
import { restartOften } from './restarts';
import { runChaos } from './run';

const goods = new Map<string, Promise<GoodRendition>>();

/** A text is rendered once, however many runs are made with it. */
function goodRendition(text: string): Promise<GoodRendition> {
  const known = goods.get(text) ?? renderWell(text);
  goods.set(text, known);
  return known;
}

const SENTENCE = 'The engine is killed and speaks again.';

window.sottoChaos = {
  run: async (request) => runChaos(request, await goodRendition(request.text)),
  restart: async (times) => restartOften(times, await goodRendition(SENTENCE)),
};
