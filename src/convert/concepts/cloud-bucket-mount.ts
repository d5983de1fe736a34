/** Mounted by `volumes=`, which says what to do instead. */
export { objectCall as call } from '../settings/object-call.ts';
