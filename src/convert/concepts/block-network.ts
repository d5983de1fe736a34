/** fal has no switch for the network. */
export { dropped as setting } from '../settings/dropped.ts';
