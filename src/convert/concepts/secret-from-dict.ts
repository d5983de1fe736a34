/** Listed in `secrets=`, which asks for its variables. */
export { objectCall as call } from '../settings/object-call.ts';
