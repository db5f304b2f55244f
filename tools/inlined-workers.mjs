/**
 * Libraries that start a worker from a string need `blob:` in the content security policy, and every host
 * of ours would have to allow it. At build time the string becomes a file of our own.
 */
const PACKAGES = /\/@mediabunny\/(?<name>[a-z0-9-]+)\/dist\//;
const CALL = 'inlineWorker';

/** @returns {import('vite').Plugin} */
export function inlinedWorkers() {
  return {
    name: 'sotto:inlined-workers',
    apply: 'build',
    transform(code, id) {
      const name = PACKAGES.exec(id.replaceAll('\\', '/'))?.groups?.name;
      if (name === undefined || !code.includes(CALL)) return null;
      const call = findCall(this.parse(code));
      if (call === null) throw new Error(`${name} starts its worker in another way now.`);
      const file = this.emitFile({ type: 'asset', name: `${name}.worker.js`, source: call.source });
      const start = `new Worker(import.meta.ROLLUP_FILE_URL_${file})`;
      return { code: code.slice(0, call.start) + start + code.slice(call.end), map: null };
    },
  };
}

/** The one call with a string for its argument: where it stands, and the string. */
function findCall(node) {
  if (Array.isArray(node)) return firstOf(node);
  if (node === null || typeof node !== 'object') return null;
  if (node.type === 'CallExpression' && node.callee?.name === CALL) {
    const source = textOf(node.arguments[0]);
    if (source !== null) return { start: node.start, end: node.end, source };
  }
  return firstOf(Object.values(node));
}

function firstOf(nodes) {
  for (const node of nodes) {
    const found = findCall(node);
    if (found !== null) return found;
  }
  return null;
}

function textOf(argument) {
  if (argument?.type === 'TemplateLiteral' && argument.expressions.length === 0) {
    return argument.quasis[0]?.value.cooked ?? null;
  }
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : null;
}
