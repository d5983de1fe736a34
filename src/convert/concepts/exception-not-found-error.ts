export { caughtPart as call } from '../exceptions/caught.ts';
