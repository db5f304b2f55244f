import { mount, type ComponentProps } from 'svelte';
import App from './App.svelte';
import './theme.css';

/** Puts the page in the place of the static first paint; returns the mounted component. */
export function mountApp(target: HTMLElement, props: ComponentProps<typeof App>): object {
  target.replaceChildren();
  return mount(App, { target, props });
}
