/** The lint rules that hold the architecture, each seen to bite. */
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './lib.mjs';

const eslint = new ESLint({ cwd: repositoryRoot });

/** The rules that `code` would break if it stood in the file `path`. */
async function broken(path: string, code: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath: `${repositoryRoot}${path}` });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => ruleId ?? message),
  );
}

/** Imports something for its effect alone, so that nothing else is wrong with the snippet. */
const importing = (specifier: string) => `import '${specifier}';\n`;

const ZONE = 'import-x/no-restricted-paths';

describe('layers', () => {
  it.each([
    ['downwards', 'src/text/snippet.ts', '../base/errors'],
    ['within a folder', 'src/rpc/snippet.ts', './connect'],
    ['from a worker to level 2', 'workers/snippet.ts', '../src/rpc/connect'],
    ['from the page to anything', 'src/main.ts', './speech/session'],
  ])('may import %s', async (_, path, specifier) => {
    expect(await broken(path, importing(specifier))).toEqual([]);
  });

  it.each([
    ['upwards', 'src/base/snippet.ts', '../contracts/speech'],
    ['sideways on one level', 'src/text/snippet.ts', '../rpc/connect'],
    ['upwards by several levels', 'src/rpc/snippet.ts', '../speech/session'],
    ['from a worker to level 3 or higher', 'workers/snippet.ts', '../src/speech/session'],
    ['the composition root', 'src/base/snippet.ts', '../compose'],
    ['from a worker to the composition root', 'workers/snippet.ts', '../src/compose'],
  ])('may not import %s', async (_, path, specifier) => {
    expect(await broken(path, importing(specifier))).toContain(ZONE);
  });

  it('may not import in a circle', async () => {
    // base/abort imports base/errors.
    const code = "import { withDeadline } from './abort';\n\nexport const again = withDeadline;\n";
    expect(await broken('src/base/errors.ts', code)).toContain('import-x/no-cycle');
  });
});

describe('workers', () => {
  it('have no DOM', async () => {
    const code = 'export const title = () => document.title;\n';
    expect(await broken('workers/snippet.ts', code)).toContain('no-restricted-globals');
    expect(await broken('src/ui/snippet.ts', code)).toEqual([]);
  });

  it.each([
    ['code', importing('../../workers/isolation')],
    ['types', "import type { Api } from '../../workers/isolation';\n\nexport type Mine = Api;\n"],
    [
      'a bundled address',
      "import url from '../../workers/x.ts?worker&url';\n\nexport default url;\n",
    ],
  ])('give src no %s', async (_, code) => {
    expect(await broken('src/speech/snippet.ts', code)).toContain('no-restricted-imports');
  });

  it('are named in the files for that alone, by their address alone', async () => {
    const bundled = "import url from '../../workers/x.ts?worker&url';\n\nexport default url;\n";
    const asset = "export const url = new URL('../../workers/x.ts', import.meta.url);\n";
    expect(await broken('src/compose.ts', bundled)).toEqual([]);
    expect(await broken('src/rpc/spawn.ts', asset)).toEqual([]);
    expect(await broken('src/player/feed.ts', asset)).toContain('no-restricted-syntax');
    expect(await broken('src/rpc/spawn.ts', importing('../../workers/isolation'))).toContain(
      'no-restricted-imports',
    );
  });
});

describe('the SDK', () => {
  it('imports the embed contract and nothing else of Sotto', async () => {
    expect(await broken('src/sdk/snippet.ts', importing('../base/errors'))).toContain(
      'no-restricted-imports',
    );
    expect(await broken('src/sdk/snippet.ts', importing('../../workers/isolation'))).toContain(
      'no-restricted-imports',
    );
    expect(await broken('src/sdk/snippet.ts', importing('../contracts/embed'))).toEqual([]);
  });
});
