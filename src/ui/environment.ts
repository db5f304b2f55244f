import type { Clock } from '../base/clock';
import { systemClock } from '../base/clock';
import type { SpeechSession } from '../contracts/session';

/** What the page needs of the world beyond speech; `main.ts` gives the browser's own, tests theirs. */
export interface Environment {
  readonly clock: Clock;
  /** Uniform in [0, 1): new seeds. */
  random(): number;
  /** `crossOriginIsolated`: shared memory and threads. */
  readonly isolated: boolean;
  /** Hands a file to the listener. */
  saveFile(blob: Blob, name: string): void;
  /** Null when the listener changed their mind. */
  openFile(accept: string): Promise<File | null>;
  /** The full address of a path in the catalogue (voice samples). */
  catalogueUrl(path: string): string;
  /** A second session, for trying words of the lexicon; null hides that button. */
  readonly trial: SpeechSession | null;
}

export function browserEnvironment(
  catalogueAddress: string,
  trial: SpeechSession | null,
): Environment {
  return {
    clock: systemClock,
    random: Math.random,
    isolated: globalThis.crossOriginIsolated,
    saveFile,
    openFile,
    catalogueUrl: (path) => new URL(path, catalogueAddress).href,
    trial,
  };
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads the blob after the click returns; a minute is ample and leaks nothing.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function openFile(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept });
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
