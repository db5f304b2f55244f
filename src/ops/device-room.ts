/** What this site keeps beside its voices: one line for each store. */
import type { LogReader } from '../contracts/health';
import type { DeviceRoom, StorageSection } from '../contracts/storage-section';
import { cacheSection, databaseSection, emptyDatabase } from './storage-sections';

export interface DeviceRoomDeps {
  readonly logs: Pick<LogReader, 'clear'>;
  readonly indexedDb: IDBFactory;
  /** Null outside secure contexts. */
  readonly caches: CacheStorage | null;
  readonly persist: () => Promise<boolean>;
  /** Stores that tell their own size. */
  readonly more?: readonly StorageSection[];
}

const LANGUAGES = 'sotto-languages';

export function createDeviceRoom(deps: DeviceRoomDeps): DeviceRoom {
  const { indexedDb, caches, logs, persist, more = [] } = deps;
  const database = (
    name: string,
    [title, description]: readonly [string, string],
    clear?: () => Promise<void>,
  ) => databaseSection({ id: name, title, description }, name, indexedDb, clear);
  return {
    persist,
    sections: [
      ...(caches === null ? [] : cacheSections(caches)),
      database('sotto-documents', [
        'Documents',
        'What you opened, with bookmarks and places. Each is removed under Contents.',
      ]),
      database('sotto-stories', [
        'Stories',
        'Texts that are kept with their sound. Each is removed under Stories.',
      ]),
      database(
        'sotto-openings',
        ['Beginnings', 'The first seconds of what was read lately, so that Play answers at once.'],
        () => emptyDatabase(indexedDb, 'sotto-openings'),
      ),
      database('sotto-voice-lists', [
        'Lists of voices',
        'What the hubs offered when you last looked.',
      ]),
      database(
        'sotto-logs',
        ['Log', 'What happened, without your text, for the health page.'],
        () => logs.clear(),
      ),
      ...more,
    ],
  };
}

function cacheSections(caches: CacheStorage): readonly StorageSection[] {
  return [
    cacheSection(
      {
        id: 'app',
        title: 'The app itself',
        description:
          'Kept so that it opens without a network. The browser takes it away with the site’s data.',
      },
      { caches, isOurs: (name) => name !== LANGUAGES, canClear: false },
    ),
    cacheSection(
      {
        id: LANGUAGES,
        title: 'Languages',
        description: 'How words are pronounced, by language. Fetched again when one is wanted.',
      },
      { caches, isOurs: (name) => name === LANGUAGES, canClear: true },
    ),
  ];
}
