/** fal has no fixed addresses for outgoing traffic. */
export { dropped as setting } from '../settings/dropped.ts';
