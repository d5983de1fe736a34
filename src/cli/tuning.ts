/** Runs over fewer files end before either of these matters. */
const MANY_FILES = 8;
/** What Node 20 has by itself. */
const OWN_BUDGET = 66 * 1024;

/**
 * Settings of the engine for a run over many files, measured by `npm run bench`:
 * on Node 20 it optimizes functions later (with its own setting a run of 100 files is a quarter longer, since most of what it makes is used
 * too little), and takes less memory before it looks for what it can free.
 */
export async function tuneFor(files: number): Promise<void> {
  if (files < MANY_FILES) return;
  const { setFlagsFromString } = await import('node:v8');
  // Later engines have no such flag, and say so on stderr.
  const hasBudget = process.versions.v8.startsWith('11.');
  if (hasBudget) setFlagsFromString('--interrupt-budget=500000');
  setFlagsFromString('--heap-growing-percent=25');
  // What ran at the start is kept, too, though it has not run for long: the next run begins with it (`entry.ts`).
  setFlagsFromString('--no-flush-bytecode');
  // Compiled code that is kept is good for runs with the same settings only, and the next one starts with the engine's own.
  process.prependListener('exit', () => {
    if (hasBudget) setFlagsFromString(`--interrupt-budget=${OWN_BUDGET}`);
    setFlagsFromString('--heap-growing-percent=0');
    setFlagsFromString('--flush-bytecode');
  });
}
