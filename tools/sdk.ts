/** Builds what other people's pages load: the SDK as one file with a stable name, its types, the demo page. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = join(root, 'src/sdk/index.ts');
const BANNER = '/*! Sotto SDK. MIT licence: src/sdk/LICENSE. */';

/** @returns The code of the one module. */
export async function buildSdk(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: ENTRY,
        preserveEntrySignatures: 'exports-only',
        output: { entryFileNames: 'sdk.js', format: 'es' },
      },
    },
  });
  const path = join(outDir, 'sdk.js');
  // The minifier drops what stands above the code.
  const code = `${BANNER}\n${await readFile(path, 'utf8')}`;
  await writeFile(path, code);
  return code;
}

async function writeTypes(outDir: string): Promise<void> {
  const program = ts.createProgram([ENTRY], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['vite/client'],
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    skipLibCheck: true,
    rootDir: join(root, 'src'),
    outDir: join(outDir, 'sdk-types'),
  });
  const files = new Map<string, string>();
  program.emit(undefined, (path, content) => files.set(path, content), undefined, true);
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await writeFile(join(outDir, 'sdk.d.ts'), "export * from './sdk-types/sdk/index';\n");
}

export function sdkPlugin(): Plugin {
  let outDir = '';
  return {
    name: 'sotto:sdk',
    apply: 'build',
    configResolved: ({ build: { outDir: configured }, root: base }) => {
      outDir = resolve(base, configured);
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        await buildSdk(outDir);
        await writeTypes(outDir);
        await cp(join(root, 'demo'), join(outDir, 'demo'), { recursive: true });
      },
    },
  };
}
