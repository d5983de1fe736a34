import { readModule } from '../../python/module.ts';
import type { Expr } from '../../python/syntax.ts';
import { applyEdits } from '../apply.ts';
import { behindLast } from '../layout.ts';
import type { FalSetting, Style } from '../part.ts';
import { pythonString, pythonStrings } from '../settings/literals.ts';

/** Settings that install some packages as well; fal adds `requirements` to an `image` too. */
export function withRequirements(
  settings: readonly FalSetting[],
  packages: readonly string[],
  style: Style,
): FalSetting[] {
  const there = settings.find(({ name }) => name === 'requirements');
  if (!there)
    return [...settings, { name: 'requirements', value: pythonStrings(packages, style.quote) }];
  const value = extended(there.value, packages, style);
  return settings.map((setting) => (setting === there ? { ...setting, value } : setting));
}

function extended(source: string, packages: readonly string[], style: Style): string {
  const list = listIn(source);
  if (!list) return `${source} + ${pythonStrings(packages, style.quote)}`;
  const known = new Set(list.items.flatMap(packageName));
  const missing = packages.filter((name) => !known.has(name));
  const texts = missing.map((name) => pythonString(name, style.quote));
  if (texts.length === 0) return source;
  const last = list.items.at(-1);
  if (!last) return `[${texts.join(', ')}]`;
  return applyEdits(source, [behindLast(source, list.span, last.span, texts)]);
}

function listIn(source: string): Extract<Expr, { kind: 'list' | 'tuple' | 'set' }> | undefined {
  const [stmt] = readModule(`${source}\n`).body;
  const expr = stmt?.kind === 'expr' ? stmt.exprs[0] : undefined;
  return expr?.kind === 'list' ? expr : undefined;
}

/** `uvicorn[standard]==0.30` → `uvicorn`; `fastapi[standard]` brings it too. */
function packageName(item: Expr): string[] {
  const text = item.kind === 'string' ? (item.value ?? '') : '';
  const name = /^[\w.-]+/.exec(text)?.[0].toLowerCase().replaceAll('_', '-');
  if (name === undefined) return [];
  return /^fastapi\[(?:standard|all)\b/.test(text) ? [name, 'uvicorn'] : [name];
}
