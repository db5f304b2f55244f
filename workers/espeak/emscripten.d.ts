/** The part of the package that Sotto calls; it ships no types of its own. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakWorker {
    /** 0 when the voice was found. */
    set_voice(name: string): number;
    /** Address of a zero-terminated UTF-8 string in `HEAPU8`, valid until the next call. */
    text_to_phonemes(text: string, ipa: boolean): { readonly ptr: number };
  }

  export interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    readonly eSpeakNGWorker: new () => EspeakWorker;
  }

  export interface EspeakOptions {
    getPreloadedPackage(name: string, bytes: number): ArrayBuffer;
    print(line: string): void;
    printErr(line: string): void;
  }

  export default function createEspeak(options: EspeakOptions): Promise<EspeakModule>;
}
