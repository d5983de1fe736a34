/** fal pickles the code of the app; no source is mounted. */
export { dropped as setting } from '../settings/dropped.ts';
