import { tick } from 'svelte';

/**
 * The button that is pressed often goes with the state it belonged to: the focus passes to the first one
 * that stands in its place. To be called while a component is made.
 * @param place What the buttons stand in.
 * @param state Changes when they do.
 */
export function keepFocus(place: () => HTMLElement | undefined, state: () => unknown): void {
  $effect.pre(() => {
    state();
    const before = place();
    if (before === undefined || !before.contains(document.activeElement)) return;
    void tick().then(() => {
      if (document.activeElement !== document.body) return;
      place()?.querySelector('button')?.focus();
    });
  });
}
