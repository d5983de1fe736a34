/** fal places runners itself. */
export { dropped as setting } from '../settings/dropped.ts';
