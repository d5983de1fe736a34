import type { Reason } from '../plan.ts';

/** What becomes of something that callers could set. */
export function settledReason(
  name: string,
  given: { readonly text: string; readonly by: 'callers' | 'default' } | undefined,
): Pick<Reason, 'verdict' | 'message'> {
  if (given?.by === 'callers') {
    const message = `\`${name}\` is ${given.text}, which all callers give: they cannot set it any more`;
    return { verdict: 'rewrite-unsafe', message };
  }
  if (given) {
    const message = `\`${name}\` keeps its default: callers cannot set it any more`;
    return { verdict: 'rewrite-unsafe', message };
  }
  const message = `\`${name}\` was set by the caller, and a fal app takes no constructor arguments: send it with each request, or make a subclass a value`;
  return { verdict: 'manual', message };
}
