/** Kept code from the Modal account; on fal there is no such switch. */
export { dropped as setting } from '../settings/dropped.ts';
