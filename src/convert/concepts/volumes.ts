/** Volumes become directories under `/data`. */
export { storagePart as setting } from '../settings/storage.ts';
