/** `/data` is the same in all regions. */
export { dropped as setting } from './settings/dropped.ts';
