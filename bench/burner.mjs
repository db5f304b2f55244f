/** Keeps one processor busy until it is killed, or its parent is gone. */
process.on('disconnect', () => process.exit());
const spin = () => {
  const until = performance.now() + 50;
  while (performance.now() < until);
  setImmediate(spin);
};
spin();
