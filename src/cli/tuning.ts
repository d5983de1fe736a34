/** Runs over fewer files end before either of these matters. */
const MANY_FILES = 8;

/**
 * Settings of the engine for a run over many files, measured by `npm run bench`:
 * it optimizes functions later (with its own setting a run of 100 files is a quarter longer, since most of what it makes is used
 * too little), and takes less memory before it looks for what it can free.
 */
export async function tuneFor(files: number): Promise<void> {
  if (files < MANY_FILES) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--interrupt-budget=500000');
  setFlagsFromString('--heap-growing-percent=50');
}
