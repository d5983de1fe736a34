/** fal has no private network between runners. */
export { dropped as setting } from '../settings/dropped.ts';
