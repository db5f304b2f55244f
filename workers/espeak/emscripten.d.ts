/** The part of the package that Sotto calls; it ships no types of its own. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakEvent {
    readonly type:
      'word' | 'sentence' | 'mark' | 'play' | 'end' | 'msg_terminated' | 'phoneme' | 'samplerate';
    /** Of the word, in code points of the text, from 1. */
    readonly text_position: number;
    /** Milliseconds from the start of the text. */
    readonly audio_position: number;
    /** IPA of a phoneme, '' for a pause; the number of a word or sentence. */
    readonly id?: string | number;
  }

  export interface EspeakWorker {
    /** 0 when the voice was found. */
    set_voice(name: string): number;
    /** Words a minute, 80 to 450. */
    set_rate(wordsPerMinute: number): void;
    /** 0 to 99; 50 is the voice's own. */
    set_pitch(pitch: number): void;
    readonly samplerate: number;
    /** Address of a zero-terminated UTF-8 string in `HEAPU8`, valid until the next call. */
    text_to_phonemes(text: string, ipa: boolean): { readonly ptr: number };
    /** Blocks until all is spoken, piece by piece into `onSound`, which may answer true to stop. */
    synthesize(
      text: string,
      onSound: (pcm: Int16Array, events: readonly EspeakEvent[]) => boolean,
    ): void;
  }

  export interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    /** Its file system, in memory. */
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
    readonly eSpeakNGWorker: new () => EspeakWorker;
  }

  export interface EspeakOptions {
    getPreloadedPackage(name: string, bytes: number): ArrayBuffer;
    print(line: string): void;
    printErr(line: string): void;
  }

  export default function createEspeak(options: EspeakOptions): Promise<EspeakModule>;
}
