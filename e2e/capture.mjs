/**
 * What the listener hears, as numbers: everything a page connects to its audio output also flows into
 * a recorder on the audio thread. The product knows nothing of it. The recorder is a worklet from a
 * blob, so the browser context must be made with `bypassCSP: true`. Used by the tests and the bench.
 *
 * @typedef {object} Heard
 * @property {number} sampleRate
 * @property {Float32Array} samples
 * @property {number | null} firstSoundAtMs `performance.now()` when the first sample above the noise
 *   floor left for the output; null for silence.
 */

/**
 * To be called before the page is opened.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<void>}
 */
export async function captureOutput(page) {
  await page.addInitScript(() => {
    const AUDIBLE = 1e-3;
    const recorder = { sampleRate: 0, blocks: [], firstSoundAtMs: null };
    window.heard = recorder;
    const processor = `registerProcessor('test-recorder', class extends AudioWorkletProcessor {
      process([[samples]]) {
        if (samples) this.port.postMessage({ samples: samples.slice(), at: currentTime });
        return true;
      }
    });`;
    const moduleUrl = URL.createObjectURL(new Blob([processor], { type: 'text/javascript' }));
    const connect = AudioNode.prototype.connect;
    const buses = new WeakMap();

    const record = (context, { samples, at }) => {
      recorder.blocks.push(samples);
      const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
      if (first < 0 || recorder.firstSoundAtMs !== null) return;
      const soundAt = at + first / context.sampleRate;
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      recorder.firstSoundAtMs = performanceTime + (soundAt - contextTime) * 1000;
    };

    const busOf = (context) => {
      const known = buses.get(context);
      if (known) return known;
      const bus = context.createGain();
      buses.set(context, bus);
      recorder.sampleRate = context.sampleRate;
      void context.audioWorklet.addModule(moduleUrl).then(() => {
        const node = new AudioWorkletNode(context, 'test-recorder', { numberOfOutputs: 0 });
        node.port.onmessage = ({ data }) => record(context, data);
        connect.call(bus, node);
      });
      return bus;
    };

    AudioNode.prototype.connect = function (target, ...rest) {
      const result = connect.call(this, target, ...rest);
      if (target instanceof AudioDestinationNode) connect.call(this, busOf(this.context));
      return result;
    };
    // The module loads while the page still loads its own.
    window.AudioContext = class extends AudioContext {
      constructor(...options) {
        super(...options);
        busOf(this);
      }
    };
  });
}

/**
 * @param {import('@playwright/test').Page | import('@playwright/test').Frame} page A frame has a recorder of its own.
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
