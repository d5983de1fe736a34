/** fal stops a runner after a request only when the response says so. */
export { dropped as setting } from '../settings/dropped.ts';
