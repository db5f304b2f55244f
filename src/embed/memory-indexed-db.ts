/** IndexedDB in this page's memory, put where the browser's own is. A file of its own, fetched where it is needed. */
import 'fake-indexeddb/auto';
