/** How much memory WebAssembly holds in this worker: the runtime does not tell, so its heaps are noted as they are made. */
const heaps = new Set<WebAssembly.Memory>();
let isObserving = false;

/** Must run before the runtime is instantiated. */
export function observeHeaps(): void {
  if (isObserving) return;
  isObserving = true;
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      heaps.add(this);
    }
  };
}

export function heapBytes(): number {
  let bytes = 0;
  for (const heap of heaps) bytes += heap.buffer.byteLength;
  return bytes;
}
