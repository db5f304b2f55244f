/** Asks the sources of voices when the listener wants it, and puts what they choose on the shelf. */
import { Emitter } from '../base/events';
import type { Findings, TakenFiles, VoiceFinder } from '../contracts/voice-finder';
import type { Voice, VoiceShelf } from '../contracts/voices';
import { importVoices } from './device/import-voices';
import { fetchList } from './fetch-list';
import { KnownLists, type KnownListsDeps } from './known-lists';
import { HUGGING_FACE, type Hub } from './sources/hub';
import { kittenSource } from './sources/kitten';
import { kokoroSource } from './sources/kokoro';
import { withTermsOf } from './sources/model-card';
import { piperSource } from './sources/piper';
import type { VoiceSource } from './sources/source';
import { supertonicSource } from './sources/supertonic';

export interface FinderDeps extends KnownListsDeps {
  readonly shelf: Pick<VoiceShelf, 'add' | 'storage'>;
  readonly hub?: Hub;
}

/** A card is a few hundred bytes, and the listener waits for the voice. */
const CARD_LIMITS = { timeoutMs: 6_000, maxBytes: 64_000 };

/** All sources of voices there are, in the order they are told of. */
export function hubSources(hub: Hub): readonly VoiceSource[] {
  return [piperSource(hub), kokoroSource(hub), kittenSource(hub), supertonicSource(hub)];
}

export function createFinder(deps: FinderDeps): VoiceFinder {
  return new HubFinder(deps);
}

class HubFinder implements VoiceFinder {
  readonly #deps: FinderDeps;
  readonly #host: string;
  readonly #known: readonly KnownLists[];
  readonly #events = new Emitter<{ change: Findings }>();
  #recalled: Promise<void> | null = null;
  #looking: Promise<void> | null = null;

  constructor(deps: FinderDeps) {
    const hub = deps.hub ?? HUGGING_FACE;
    this.#deps = deps;
    this.#host = new URL(hub.origin).host;
    this.#known = hubSources(hub).map((source) => new KnownLists(source, deps));
  }

  get findings(): Findings {
    return {
      isLooking: this.#looking !== null,
      voices: this.#known.flatMap(({ voices }) => voices),
      sources: this.#known.map(({ report }) => report),
      host: this.#host,
    };
  }

  recall(): Promise<void> {
    this.#recalled ??= Promise.all(this.#known.map((one) => one.recall())).then(() => this.#tell());
    return this.#recalled;
  }

  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.#tell();
    });
    this.#tell();
    return this.#looking;
  }

  async choose(voice: Voice): Promise<Voice> {
    const stated = await this.#withTerms(voice);
    this.#deps.shelf.add([stated]);
    return stated;
  }

  async take(files: readonly File[]): Promise<TakenFiles> {
    const taken = await importVoices(files, this.#deps.shelf.storage);
    this.#deps.shelf.add(taken.voices);
    return taken;
  }

  onChange(listener: (findings: Findings) => void): () => void {
    return this.#events.on('change', listener);
  }

  /** What is known already is what a newer list is judged by. Sources answer when they can. */
  async #look(): Promise<void> {
    await this.recall();
    await Promise.all(this.#known.map((one) => one.update().then(() => this.#tell())));
  }

  /** Where the makers' card cannot be read, what is said of terms stays as careful as it was. */
  async #withTerms(voice: Voice): Promise<Voice> {
    const card = this.#known.flatMap(({ source }) => source.cardOf(voice) ?? [])[0];
    if (card === undefined) return voice;
    try {
      const { text } = await fetchList(card, this.#deps, CARD_LIMITS);
      return withTermsOf(text, voice);
    } catch {
      return voice;
    }
  }

  #tell(): void {
    this.#events.emit('change', this.findings);
  }
}
