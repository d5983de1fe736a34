/** fal pickles every function and class anyway. */
export { dropped as setting } from '../settings/dropped.ts';
