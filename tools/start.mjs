/** `npm start`: installs, builds and serves Sotto, and says where. Needs nothing but Node. */
import { isMain, say } from './lib.mjs';
import { build, install, packAssets, requireNode } from './prepare.mjs';
import { parseServeArguments, serve } from './serve.mjs';

async function start(args) {
  requireNode();
  const options = parseServeArguments(args);
  await install();
  await packAssets();
  await build();
  const served = await serve(options);
  say(`Ready to speak at ${served.url}`);
  if (!options.isolation) say('Served without isolation headers: one thread, no shared memory.');
  say('Press Ctrl+C to stop.');
}

if (isMain(import.meta.url)) {
  try {
    await start(process.argv.slice(2));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
