/** Runs over fewer files end before either of these matters. */
const MANY_FILES = 8;

/**
 * Settings of the engine for a run over many files, measured by `npm run bench`:
 * on Node 20 it optimizes functions later (with its own setting a run of 100 files is a quarter longer, since most of what it makes is used
 * too little), and takes less memory before it looks for what it can free.
 */
export async function tuneFor(files: number): Promise<void> {
  if (files < MANY_FILES) return;
  const { setFlagsFromString } = await import('node:v8');
  // Later engines have no such flag, and say so on stderr.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=500000');
  setFlagsFromString('--heap-growing-percent=50');
}
