/** Writes to `/data` need no commits. */
export { dropped as setting } from '../settings/dropped.ts';
