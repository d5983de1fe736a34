export { looseMention as call } from '../dockerfile/loose.ts';
