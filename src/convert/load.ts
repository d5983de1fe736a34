import type { Rule } from '../model/rule.ts';
import type { TransformModule } from './part.ts';

/** Loads `src/convert/concepts/<id>.ts` of every rule that has a transform. There is no list of them: the name is the link. */
export async function loadTransforms(
  rules: readonly Rule[],
): Promise<ReadonlyMap<string, TransformModule>> {
  const ids = rules.filter(({ rewrite }) => rewrite?.kind === 'transform').map(({ id }) => id);
  const modules = await Promise.all(
    ids.map(async (id) => [id, (await import(`./concepts/${id}.ts`)) as TransformModule] as const),
  );
  return new Map(modules);
}
