/** Mounted by `network_file_systems=`, which makes it a directory. */
export { objectCall as call } from '../settings/object-call.ts';
