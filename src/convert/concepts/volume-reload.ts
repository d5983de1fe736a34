/** `/data` shows what others wrote by itself: the statement goes. */
export { syncCall as call } from '../settings/sync-call.ts';
