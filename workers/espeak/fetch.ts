import codeUrl from '@echogarden/espeak-ng-emscripten/espeak-ng.js?url';
import { SottoError } from '../../src/base/errors';
import dataUrl from './data/espeak.data?url';
import { fetchKept } from './language-cache';
import type { EspeakParts } from './module';
import { unpackLanguage, type PackedFile } from './pack';

const LANGUAGE_URLS = import.meta.glob<string>('./data/lang-*.data', {
  query: '?url',
  import: 'default',
  eager: true,
});

/**
 * espeak-ng from the app's own files: offline they come from its cache. Its code is fetched like its
 * data, because workers are built apart and each would hold a copy of it.
 */
export async function fetchEspeak(component: string): Promise<EspeakParts> {
  const [create, pack] = await Promise.all([importCode(component), fetchPack(component)]);
  return { create, pack, fetchLanguage: (name) => fetchLanguage(component, name) };
}

async function importCode(component: string): Promise<EspeakParts['create']> {
  const url = new URL(codeUrl, import.meta.url).href;
  try {
    const code = (await import(/* @vite-ignore */ url)) as {
      readonly default: EspeakParts['create'];
    };
    return code.default;
  } catch (thrown) {
    throw unreachable(component, url, null, thrown);
  }
}

async function fetchPack(component: string): Promise<ArrayBuffer> {
  const url = new URL(dataUrl, import.meta.url).href;
  const response = await fetch(url).catch((thrown: unknown) => {
    throw unreachable(component, url, null, thrown);
  });
  if (!response.ok) throw unreachable(component, url, response.status, undefined);
  return response.arrayBuffer();
}

/** Kept from the first use on, so that the language can be read without a network. */
async function fetchLanguage(component: string, name: string): Promise<readonly PackedFile[]> {
  const url = new URL(LANGUAGE_URLS[`./data/lang-${name}.data`] ?? name, import.meta.url).href;
  return fetchKept(url, async (response) => {
    if (!response.ok) throw unreachable(component, url, response.status, undefined);
    return unpackLanguage(await response.arrayBuffer(), url);
  }).catch((thrown: unknown) => {
    throw thrown instanceof SottoError ? thrown : unreachable(component, url, null, thrown);
  });
}

function unreachable(
  component: string,
  url: string,
  status: number | null,
  cause: unknown,
): SottoError {
  return new SottoError(
    'The pronunciation data could not be fetched.',
    { kind: 'network', url, status },
    {
      operation: 'fetchEspeak',
      component,
      suggestion: 'Check the connection and press Play again; once loaded it works offline.',
      cause,
    },
  );
}
