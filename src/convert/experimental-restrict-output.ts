/** Limited what a container may return; fal has no such switch. */
export { dropped as setting } from './settings/dropped.ts';
