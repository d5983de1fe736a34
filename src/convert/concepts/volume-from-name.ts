/** Mounted by `volumes=`, which makes it a directory. */
export { objectCall as call } from '../settings/object-call.ts';
