/** Network file systems become directories under `/data`, as volumes do. */
export { storagePart as setting } from '../mounts/storage.ts';
