/** What is left of a secret when it is listed nowhere. */
export { objectCall as call } from '../settings/object-call.ts';
