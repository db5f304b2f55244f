import { mount, type ComponentProps } from 'svelte';
import Player from './Player.svelte';

/** Puts the player in the place of the static first paint. */
export function mountPlayer(target: HTMLElement, props: ComponentProps<typeof Player>): object {
  target.replaceChildren();
  return mount(Player, { target, props });
}
