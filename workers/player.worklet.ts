/** The audio thread's entry: memory and port in, frames out. */
import { Stretcher } from '../src/audio/stretch';
import { obey, type Command } from '../src/player/channel';
import { Renderer } from '../src/player/renderer';
import { ringBytes, RingReader, RingWriter } from '../src/player/ring';
import { PROCESSOR_NAME, type ProcessorOptions } from '../src/player/processor';

class PlayerProcessor extends AudioWorkletProcessor {
  readonly #renderer: Renderer;
  #open = true;

  constructor(options: { readonly processorOptions: unknown }) {
    super();
    const { memory, capacity } = options.processorOptions as ProcessorOptions;
    const ring = memory ?? new ArrayBuffer(ringBytes(capacity));
    const reader = new RingReader(ring);
    const writer = memory === null ? new RingWriter(ring) : null;
    this.#renderer = new Renderer(reader, new Stretcher(reader, sampleRate), sampleRate, (report) =>
      this.port.postMessage(report),
    );
    this.port.onmessage = ({ data }: MessageEvent<Command | 'close'>) => {
      if (data === 'close') this.#open = false;
      else if (writer !== null) obey(data, writer);
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const channel = outputs[0]?.[0];
    if (channel !== undefined) this.#renderer.render(channel);
    return this.#open;
  }
}

registerProcessor(PROCESSOR_NAME, PlayerProcessor);
