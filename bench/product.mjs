/** The product's own modules in plain Node: what is measured is what is shipped. */
import { runnerImport } from 'vite';
import { repositoryRoot } from '../tools/lib.mjs';

/** @param {string} path From the repository's root. */
export async function product(path) {
  const inline = { root: repositoryRoot, configFile: false, logLevel: 'error' };
  const { module } = await runnerImport(`/${path}`, inline);
  return module;
}

/** The same numbers in every run. @returns {() => number} Uniform in [0, 1). */
export function seeded(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
