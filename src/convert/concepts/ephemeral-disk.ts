/** fal documents no size of a runner's disk, and no way to ask for one. */
export { dropped as setting } from '../settings/dropped.ts';
