import { err, isWatched } from './terminal.ts';

/** Runs shorter than this say nothing. */
const PATIENCE = 700;
const INTERVAL = 100;

/** Tells a person at a terminal how far a long run is. */
export interface Progress {
  readonly step: (what: string, done: number, all: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Progress on stderr, for a terminal only. */
export async function progress(quiet: boolean): Promise<Progress> {
  if (quiet || !(await isWatched())) return { step: () => undefined, end: () => undefined };
  let next = Date.now() + PATIENCE;
  let shown = false;
  return {
    step(what, done, all) {
      const now = Date.now();
      if (now < next) return;
      next = now + INTERVAL;
      shown = true;
      err(`\r\u001b[K${what} ${done} of ${all} files`);
    },
    end() {
      if (shown) err('\r\u001b[K');
    },
  };
}
