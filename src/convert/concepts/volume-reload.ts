/** `/data` shows what others wrote by itself: the statement goes. */
export { syncCall as call } from '../mounts/sync-call.ts';
