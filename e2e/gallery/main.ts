/// <reference types="vite/client" />
import { tick } from 'svelte';
import { browserEnvironment } from '../../src/ui/environment';
import { FakeFeed } from '../../src/ui/health/fake-feed';
import { mountApp } from '../../src/ui/mount';
import { createPreferences, type TextStore } from '../../src/ui/preferences';
import type { Room } from '../../src/ui/room.svelte';
import { FakeLibrary } from './fake-documents';
import { FakeExports } from './fake-exports';
import { FakeSession } from './fake-session';
import { FakeStories } from './fake-stories';
import { FakeFinder } from './fake-finder';
import { FakeShelf, FakeShell, VOICES } from './fake-world';
import { memoryProfiles, MemoryProfiles } from './profile-states';
import { sceneOf, STATES } from './states';
import { SECTIONS } from './storage-states';

const query = new URLSearchParams(location.search);
if (query.has('spans')) Reflect.deleteProperty(globalThis, 'Highlight');

const forgetful: TextStore = { read: () => Promise.resolve(null), write: () => Promise.resolve() };
const session = new FakeSession(VOICES[0] ?? null);
const trial = new FakeSession(null);
const shelf = new FakeShelf();
const finder = new FakeFinder(shelf);
const shell = new FakeShell();
const library = new FakeLibrary();
const profiles = new MemoryProfiles();
const stories = new FakeStories();
const state = query.get('state') ?? 'empty';
const health = new FakeFeed(sceneOf(state)(Date.now()), Date.now);

/** The tests' hand on the page. */
declare global {
  interface Window {
    gallery: {
      session: FakeSession;
      shell: FakeShell;
      health: FakeFeed;
      finder: FakeFinder;
      room: Room;
    };
  }
}

async function show(room: Room): Promise<void> {
  window.gallery = { session, shell, health, finder, room };
  await document.fonts.load('20px Literata');
  const fakes = { session, trial, profiles, shelf, shell, health, finder, library, stories };
  await STATES[state]?.({ room, ...fakes });
  await tick();
  await new Promise((resolve) => setTimeout(resolve, 60));
  document.documentElement.dataset['ready'] = 'true';
}

const target = document.getElementById('app');
if (target) {
  mountApp(target, {
    session,
    shelf,
    loadFinder: () => Promise.resolve(finder),
    shell,
    preferences: createPreferences(null, forgetful),
    environment: {
      ...browserEnvironment(`${location.origin}/voices/`, trial, new FakeExports()),
      device: { sections: SECTIONS, persist: () => Promise.resolve(true) },
    },
    documents: library,
    profiles: memoryProfiles(profiles),
    ...(state.startsWith('stories') ? { stories } : {}),
    health: query.has('unwatched') ? null : health,
    onready: (room: Room) => void show(room),
  });
}
