/** Writes to `/data` are there at once: the statement goes. */
export { syncCall as call } from '../mounts/sync-call.ts';
