import type { Clock } from '../base/clock';
import { systemClock } from '../base/clock';
import type { ExportDesk } from '../contracts/export';
import type { DeviceRoom } from '../contracts/storage-section';
import type { SpeechSession } from '../contracts/session';

/** What the page needs of the world beyond speech; `main.ts` gives the browser's own, tests theirs. */
export interface Environment {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  timestamp(): number;
  /** Uniform in [0, 1): new seeds. */
  random(): number;
  /** `crossOriginIsolated`: shared memory and threads. */
  readonly isolated: boolean;
  /** The browser offers WebGPU; whether it computes rightly is seen when a voice is loaded. */
  readonly hasGpu: boolean;
  /** Hands a file to the listener. */
  saveFile(blob: Blob, name: string): void;
  /** Where a file is to go that is written bit by bit; must be called from a press of a button. */
  chooseFile(name: string, type: string): Promise<ChosenFile>;
  /** To the clipboard; rejects where the browser forbids it. */
  copyText(text: string): Promise<void>;
  /** Null when the listener changed their mind. */
  openFile(accept: string): Promise<File | null>;
  /** The full address of a path in the catalogue (voice samples). */
  catalogueUrl(path: string): string;
  /** A second session, for trying words of the lexicon; null hides that button. */
  readonly trial: SpeechSession | null;
  readonly exports: ExportDesk;
  /** What else this site keeps, for the storage page; absent where that is not known. */
  readonly device?: DeviceRoom;
}

export type ChosenFile =
  | { readonly kind: 'file'; readonly handle: FileSystemFileHandle }
  /** The browser cannot ask: what is ready goes to its downloads. */
  | { readonly kind: 'downloads' }
  /** The listener changed their mind. */
  | { readonly kind: 'none' };

export function browserEnvironment(
  catalogueAddress: string,
  trial: SpeechSession | null,
  exports: ExportDesk,
): Environment {
  return {
    clock: systemClock,
    timestamp: Date.now,
    random: Math.random,
    isolated: globalThis.crossOriginIsolated,
    hasGpu: 'gpu' in navigator,
    saveFile,
    chooseFile,
    copyText: (text) => navigator.clipboard.writeText(text),
    openFile,
    catalogueUrl: (path) => new URL(path, catalogueAddress).href,
    trial,
    exports,
  };
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads the blob after the click returns; a minute is ample and leaks nothing.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

interface SavePickerOptions {
  readonly suggestedName: string;
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
}

/** https://wicg.github.io/file-system-access/, which not all browsers have. */
interface SavePickerScope {
  showSaveFilePicker?(options: SavePickerOptions): Promise<FileSystemFileHandle>;
}

async function chooseFile(name: string, type: string): Promise<ChosenFile> {
  const scope = globalThis as SavePickerScope;
  if (scope.showSaveFilePicker === undefined) return { kind: 'downloads' };
  const ending = name.slice(name.lastIndexOf('.'));
  try {
    const types = [{ accept: { [type]: [ending] } }];
    const handle = await scope.showSaveFilePicker({ suggestedName: name, types });
    return { kind: 'file', handle };
  } catch (thrown) {
    const isRefused = thrown instanceof DOMException && thrown.name === 'AbortError';
    // In frames of other sites, for instance, browsers do not ask at all.
    return isRefused ? { kind: 'none' } : { kind: 'downloads' };
  }
}

function openFile(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept });
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
