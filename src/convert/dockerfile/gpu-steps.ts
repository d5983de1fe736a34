import type { Word } from './words.ts';

/** Programs that fetch, unpack, place or install, whatever the machine has. */
const PLAIN =
  /^(?:git|wget|curl|aria2c|tar|unzip|gunzip|install|cd|mkdir|cp|mv|rm|ln|ls|chmod|touch|echo|cat|sed|true|apt|apt-get|pip3?|uv|conda|mamba|micromamba|npm|npx|pnpm|yarn|hf|huggingface-cli|gdown|gsutil|aws|source|\.)$/;
/** `python -m pip install`, `python3.11 -m venv` */
const PYTHON = /^python[\d.]* -m (?:pip|venv|ensurepip)\b/;
/** Variables before a command that tell a compiler nothing of the GPU it has to find. */
const SETS =
  /^(?:PIP_\w+|HF_\w+|GIT_\w+|UV_\w+|DEBIAN_FRONTEND|MAX_JOBS|TORCH_CUDA_ARCH_LIST)=\S*\s+/;

/** Whether a command of an image surely needs no GPU, though the program gives it one: it downloads or installs. */
export function needsNoGpu(command: Word): boolean {
  if (typeof command !== 'string' || /[`]|\$\(/.test(command)) return false;
  const steps = command.replace(/\\\n/g, ' ').split(/&&|\|\||[;|\n]/);
  return steps.every((step) => isPlain(step.trim()));
}

function isPlain(step: string): boolean {
  const text = step.replace(/^sudo\s+/, '');
  if (SETS.test(text)) return isPlain(text.replace(SETS, ''));
  const [program = ''] = text.split(/\s+/);
  if (program === 'uv') return /^uv (?:pip|sync|venv|python|lock|add)\b/.test(text);
  return text === '' || PLAIN.test(program) || PYTHON.test(text);
}
