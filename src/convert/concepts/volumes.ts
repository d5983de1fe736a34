/** Volumes become directories under `/data`. */
export { storagePart as setting } from '../mounts/storage.ts';
