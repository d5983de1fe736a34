/** fal has no such choice. */
export { dropped as setting } from '../settings/dropped.ts';
