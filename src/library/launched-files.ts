import type { FileToRead } from '../contracts/documents';

/** The part of the File Handling API (WICG) that is needed; Chromium alone has it. */
interface LaunchQueue {
  setConsumer(
    consumer: (params: { readonly files: readonly { getFile(): Promise<File> }[] }) => void,
  ): void;
}

/** Files that the system opens with the installed app (manifest: `file_handlers`). */
export function onLaunchedFiles(page: object, listener: (file: FileToRead) => void): void {
  const { launchQueue } = page as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files }) => {
    for (const handle of files) {
      void handle.getFile().then((blob) => listener({ blob, name: blob.name }));
    }
  });
}
