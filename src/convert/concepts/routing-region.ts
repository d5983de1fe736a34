/** fal routes requests itself. */
export { dropped as setting } from '../settings/dropped.ts';
