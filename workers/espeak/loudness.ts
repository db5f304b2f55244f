/** As loud as the bundled neural voice: both have an RMS of about 0.107 where they sound. */
const OWN_GAIN = 1.05;
/** Up to here a sample is only scaled; beyond, it nears the ceiling without reaching it. */
const KNEE = 0.8;
const CEILING = 0.98;

/** However loud is asked for, nothing clips. */
export function withLoudness(pcm: Float32Array, gain: number): Float32Array<ArrayBuffer> {
  const room = CEILING - KNEE;
  const out = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) {
    const sample = (pcm[i] as number) * OWN_GAIN * gain;
    const size = Math.abs(sample);
    out[i] =
      size <= KNEE ? sample : Math.sign(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
  }
  return out;
}
