/** Mounted by `volumes=`, which makes it a directory. */
export { volumeObject as call } from '../volumes/volume-object.ts';
