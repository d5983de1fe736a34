export { looseObject as call } from '../dockerfile/loose.ts';
