/** What else is kept on this device, beside the voices. A store that wants to be on the storage page is one of these. */
export interface StorageSection {
  readonly id: string;
  readonly title: string;
  /** One or two plain sentences: what it is for, and how it is got rid of or comes back. */
  readonly description: string;
  /** Bytes, as far as the store can tell; null where it cannot. */
  size(): Promise<number | null>;
  /** Absent where it is not to be emptied from here. */
  readonly clear?: () => Promise<void>;
}

/** What the storage page needs of the browser. */
export interface DeviceRoom {
  readonly sections: readonly StorageSection[];
  /** Asks the browser never to drop by itself what this site keeps; whether it promised. */
  persist(): Promise<boolean>;
}
