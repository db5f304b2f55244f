/** The page with documents: read, marked, kept, refused. */
import { tick } from 'svelte';
import type { DocumentModel } from '../../src/contracts/documents';
import { everyKind, entryOf, type FakeLibrary } from './fake-documents';
import type { Stage } from './states';

const kept = (library: FakeLibrary) => {
  const model = everyKind();
  const more = (title: string, author: string | null, offset: number) =>
    entryOf({ ...model, title, author }, { offset });
  library.list = [
    entryOf(model, {
      offset: 900,
      bookmarks: [
        { id: '1', name: 'Count the steps. …', offset: 130 },
        { id: '2', name: 'Where the wind turns for the first time', offset: 1200 },
      ],
    }),
    more('A Very Long Title That Does Not Fit on a Phone, or: The Patience of Lamps', 'N. Vis', 0),
    more('Minutes of the Harbour Board', null, model.text.length),
    more('notes', null, 200),
    more('The Ferry', 'Noor Vis', 40),
  ];
};

async function openBook({ room, library }: Stage, offset = 900): Promise<DocumentModel> {
  kept(library);
  library.list = library.list.map((entry, i) => (i === 0 ? { ...entry, offset } : entry));
  await room.desk.reopen('The Lighthouse Papers');
  await tick();
  const model = room.book?.model;
  if (model === undefined) throw new Error('The book is not open.');
  return model;
}

export const DOCUMENT_STATES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  document: async (stage) => {
    await openBook(stage, 40);
    stage.session.setState({ kind: 'playing' });
    stage.session.sayWordAt(40);
  },
  'document-table': async (stage) => {
    const { text } = await openBook(stage);
    const at = text.indexOf('Monday');
    stage.session.seek(at);
    stage.session.pause();
    stage.session.setState({ kind: 'playing' });
    stage.session.sayWordAt(at);
    document.querySelector('article')?.scrollTo(0, 520);
  },
  contents: async (stage) => {
    await openBook(stage);
    stage.session.seek(900);
    stage.session.pause();
    stage.room.sleep.set({ kind: 'minutes', minutes: 30 });
    stage.room.sheet = 'contents';
  },
  'contents-empty': ({ room }) => {
    room.sheet = 'contents';
    return Promise.resolve();
  },
  recent: async ({ room, library }) => {
    kept(library);
    await room.desk.refresh();
  },
  opening: ({ room, library }) => {
    library.isSlow = true;
    void room.desk.open({ blob: new Blob(), name: 'The Lighthouse Papers.epub' });
    return Promise.resolve();
  },
};
