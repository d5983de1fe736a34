/** fal keeps no snapshots: every runner runs `setup` as a whole. */
export { dropped as setting } from '../settings/dropped.ts';
