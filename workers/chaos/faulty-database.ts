/** Makes one call to this worker's IndexedDB fail, as a broken or full disk does. */
import type { Armory } from './armory';

export function breakReads(armory: Armory): void {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (...key) {
    if (armory.take('store') !== null) {
      throw new DOMException('Failed to read large IndexedDB value.', 'DataError');
    }
    return get.apply(this, key);
  };
}

export function breakWrites(armory: Armory): void {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...record) {
    if (armory.take('store') !== null) {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    }
    return put.apply(this, record);
  };
}
