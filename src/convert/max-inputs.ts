/** The old name of `single_use_containers`; Modal takes no other value than 1. */
export { dropped as setting } from './settings/dropped.ts';
