import type { Rule } from '../../model/rule.ts';
import type { Names } from '../../python/names.ts';
import type { Use } from '../../python/uses.ts';
import { sentence } from '../messages.ts';
import { imageAdvice, imageForms } from './image-advice.ts';

/** What is said of a use, where the program around it decides what it becomes. */
export interface UseAdvice {
  readonly message: string;
  /** What a person writes on fal; absent where it is what the row says. */
  readonly help?: string;
}

/** What the file of a use tells. */
export interface Around {
  readonly names: Names;
  readonly uses: readonly Use[];
  readonly rules: readonly Rule[];
}

/** Advice for a use by what stands around it; nothing where its row says it all. `there` is the use as it is written. */
export function useAdvice(
  use: Use,
  rule: Rule,
  there: string,
  { names, uses, rules }: Around,
): UseAdvice | undefined {
  if (use.role === 'reference' && use.symbol.name === 'modal')
    return { message: `${there} is Modal's module; write \`fal\`.`, help: '`fal`' };
  if (isHost(use) && hasGpu(use)) {
    const help = 'leave it out: the machine of the GPU has its own cores and memory';
    return { message: `${there} is Modal's; ${help}.`, help };
  }
  const far = isLookedUp(use) ? methodRule(use, rules) : undefined;
  if (far) return { message: sentence(there, far, far.fal), help: far.fal };
  if (!isOfImage(use)) return undefined;
  const fal = imageAdvice(use, rule, imageForms(names, uses));
  if (fal === undefined) return undefined;
  return { message: sentence(there, rule, fal), ...(fal !== '–' && { help: fal }) };
}

function isHost({ keyword }: Use): boolean {
  return keyword?.name === 'cpu' || keyword?.name === 'memory';
}

function hasGpu({ call }: Use): boolean {
  const gpu = call?.args.find(({ name }) => name === 'gpu')?.value;
  return gpu !== undefined && !(gpu.kind === 'constant' && gpu.value === null);
}

/** `Function.from_name(…).remote(x)`: the function is none of this file's, and is called over HTTP. */
function isLookedUp({ symbol, receiver }: Use): boolean {
  if (!symbol.name.startsWith('modal.Function.') || receiver?.of !== 'modal.Function') return false;
  return !receiver.definition && !receiver.object && receiver.origin?.expr.kind === 'call';
}

/** The row about the same call of a class's method, which is called over HTTP too. */
function methodRule({ symbol }: Use, rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ matches }) =>
    matches.some((match) => match.symbol === symbol.name && match.receiver === 'method'),
  );
}

function isOfImage({ symbol, keyword }: Use): boolean {
  return keyword ? keyword.name === 'image' : symbol.name.startsWith('modal.Image.');
}
