/** Where works lie: a folder each, with a few files. Small enough to fake. */
export interface WorkFile {
  readonly size: number;
  /** Fills `target` from the byte `at` on; returns how many there were. */
  read(target: Uint8Array, at: number): number;
  /** All of `bytes`, or it throws. */
  write(bytes: Uint8Array, at: number): void;
  truncate(size: number): void;
  /** What was written survives a power cut. */
  flush(): void;
  close(): void;
}

export interface WorkDisk {
  /** What is written outlives the page. */
  readonly isKept: boolean;
  works(): Promise<readonly string[]>;
  /** Makes what is missing. Rejects while anybody else, another page included, has it open. */
  open(work: string, file: string): Promise<WorkFile>;
  /** Of a file that is closed. */
  blob(work: string, file: string): Promise<Blob>;
  remove(work: string): Promise<void>;
}
