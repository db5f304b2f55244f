/// <reference types="vite/client" />
import { tick } from 'svelte';
import { browserEnvironment } from '../../src/ui/environment';
import { mountApp } from '../../src/ui/mount';
import { createPreferences, type TextStore } from '../../src/ui/preferences';
import type { Room } from '../../src/ui/room.svelte';
import { FakeSession } from './fake-session';
import { FakeShelf, FakeShell, VOICES } from './fake-world';
import { STATES } from './states';

const query = new URLSearchParams(location.search);
if (query.has('spans')) Reflect.deleteProperty(globalThis, 'Highlight');

const forgetful: TextStore = { read: () => Promise.resolve(null), write: () => Promise.resolve() };
const session = new FakeSession(VOICES[0] ?? null);
const shelf = new FakeShelf();
const shell = new FakeShell();

/** The tests' hand on the page. */
declare global {
  interface Window {
    gallery: { session: FakeSession; shell: FakeShell; room: Room };
  }
}

async function show(room: Room): Promise<void> {
  window.gallery = { session, shell, room };
  await document.fonts.load('20px Literata');
  await STATES[query.get('state') ?? 'empty']?.({ room, session, shelf, shell });
  await tick();
  await new Promise((resolve) => setTimeout(resolve, 60));
  document.documentElement.dataset['ready'] = 'true';
}

const target = document.getElementById('app');
if (target) {
  mountApp(target, {
    session,
    shelf,
    shell,
    preferences: createPreferences(null, forgetful),
    environment: browserEnvironment(`${location.origin}/voices/`, new FakeSession(null)),
    onready: (room: Room) => void show(room),
  });
}
