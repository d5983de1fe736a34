/** Listed in `secrets=`, which takes its variables. */
export { objectCall as call } from '../settings/object-call.ts';
