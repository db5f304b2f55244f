/**
 * What the listener hears, as numbers: everything a page connects to its audio output also flows into
 * a recorder. The product knows nothing of it. Used by the tests and the bench.
 *
 * @typedef {object} Heard
 * @property {number} sampleRate
 * @property {Float32Array} samples
 * @property {number | null} firstSoundAtMs `performance.now()` at about the first sample above the
 *   noise floor; null for silence.
 */

/**
 * To be called before the page is opened.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<void>}
 */
export async function captureOutput(page) {
  await page.addInitScript(() => {
    const BLOCK = 512;
    const AUDIBLE = 1e-3;
    const recorder = { sampleRate: 0, blocks: [], firstSoundAtMs: null };
    window.heard = recorder;
    const taps = new WeakMap();
    const connect = AudioNode.prototype.connect;

    const tapOf = (context) => {
      const known = taps.get(context);
      if (known) return known;
      const tap = context.createScriptProcessor(BLOCK, 1, 1);
      taps.set(context, tap);
      recorder.sampleRate = context.sampleRate;
      tap.onaudioprocess = ({ inputBuffer }) => {
        const block = inputBuffer.getChannelData(0).slice();
        recorder.blocks.push(block);
        const at = block.findIndex((sample) => Math.abs(sample) > AUDIBLE);
        if (at < 0 || recorder.firstSoundAtMs !== null) return;
        // The block has been played when it is handed over; its sample `at` was heard so much earlier.
        const ageMs = ((block.length - at) / context.sampleRate) * 1000;
        recorder.firstSoundAtMs = performance.now() - ageMs;
      };
      // A script processor runs only while it leads somewhere; it plays silence.
      connect.call(tap, context.destination);
      return tap;
    };

    AudioNode.prototype.connect = function (target, ...rest) {
      const result = connect.call(this, target, ...rest);
      const isOutput = target instanceof AudioDestinationNode;
      if (isOutput && this !== taps.get(this.context)) connect.call(this, tapOf(this.context));
      return result;
    };
  });
}

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<Heard>}
 */
export async function heard(page) {
  const { sampleRate, bytes, firstSoundAtMs } = await page.evaluate(() => {
    const recorder = window.heard;
    const total = recorder.blocks.reduce((sum, block) => sum + block.length, 0);
    const all = new Float32Array(total);
    let at = 0;
    for (const block of recorder.blocks) {
      all.set(block, at);
      at += block.length;
    }
    const view = new Uint8Array(all.buffer);
    const PIECE = 2 ** 15;
    let binary = '';
    for (let i = 0; i < view.length; i += PIECE) {
      binary += String.fromCharCode(...view.subarray(i, i + PIECE));
    }
    return {
      sampleRate: recorder.sampleRate,
      bytes: btoa(binary),
      firstSoundAtMs: recorder.firstSoundAtMs,
    };
  });
  const copy = Uint8Array.from(Buffer.from(bytes, 'base64'));
  return { sampleRate, samples: new Float32Array(copy.buffer), firstSoundAtMs };
}

/**
 * Forgets what was heard so far.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<void>}
 */
export async function forgetHeard(page) {
  await page.evaluate(() => {
    window.heard.blocks = [];
    window.heard.firstSoundAtMs = null;
  });
}
