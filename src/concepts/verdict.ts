import type { Rewrite, Verdict } from '../model/rule.ts';
import { readModule } from '../python/module.ts';
import type { Expr } from '../python/syntax.ts';
import { completeCode, freeNames } from './cell-code.ts';
import type { Cell } from './topic.ts';

const WORDS = new Map<string, Verdict>([
  ['rewrite', 'rewrite'],
  ['rewrite-unsafe', 'rewrite-unsafe'],
  ['manual', 'manual'],
  ['no equivalent', 'no-equivalent'],
]);

/** The words of the Verdict column. */
export const VERDICT_WORDS: readonly string[] = [...WORDS.keys()];

/** The verdict that a word of the table means. */
export function verdictOf(word: string): Verdict | undefined {
  return WORDS.get(word);
}

/** How a concept is converted: by its transform, or by what its two cells say. */
export function rewriteOf(
  id: string,
  modal: Cell,
  fal: Cell,
  transforms: ReadonlySet<string>,
): Rewrite | undefined {
  if (transforms.has(id)) return { kind: 'transform' };
  const [from, ...more] = modal.codes;
  const [to, ...others] = fal.codes;
  if (!from || !to || more.length > 0 || others.length > 0) return undefined;
  // Words around the code say what the code alone does not.
  if (fal.text !== `\`${to.text}\``) return undefined;
  return settingOf(from.text, to.text) ?? expressionOf(from.text, to.text);
}

/** `startup_timeout=60` and `startup_timeout = 60`: the same value under fal's name. */
function settingOf(modal: string, fal: string): Rewrite | undefined {
  const given = assignment(modal);
  const taken = assignment(fal);
  if (!taken || given?.value !== taken.value || !given.literal) return undefined;
  return { kind: 'setting', name: taken.name };
}

/** `gpu="T4"` or `machine_type = "GPU-A100"`, taken apart. */
interface Assignment {
  readonly name: string;
  /** As it is written. */
  readonly value: string;
  readonly literal: boolean;
}

/** Reads one assignment or keyword argument; nothing where the code is anything else. */
export function assignment(code: string): Assignment | undefined {
  const { body, errors } = readModule(`${code}\n`);
  const [stmt] = body;
  if (stmt?.kind !== 'assign' || !stmt.value || body.length > 1 || errors.length > 0) {
    return undefined;
  }
  const [target, ...more] = stmt.targets;
  if (target?.kind !== 'name' || more.length > 0) return undefined;
  const { start, end } = stmt.value.span;
  const literal = ['string', 'number', 'constant'].includes(stmt.value.kind);
  return { name: target.id, value: code.slice(start, end), literal };
}

/** `modal.is_local()` and an expression of fal's or Python's: a call without arguments gives way to it. */
function expressionOf(modal: string, fal: string): Rewrite | undefined {
  const call = expression(modal);
  if (call?.kind !== 'call' || call.args.length > 0) return undefined;
  if (!expression(fal)) return undefined;
  const free = [...freeNames(readModule(`${completeCode(fal)}\n`))];
  const unknown = free.some(([name, { attrs }]) => !isBuiltin(name) && attrs.size === 0);
  if (unknown || free.some(([name]) => name === 'self')) return undefined;
  const imports = free.map(([name]) => name).filter((name) => !isBuiltin(name));
  return { kind: 'expression', text: fal, imports: imports.sort() };
}

function expression(code: string): Expr | undefined {
  const { body, errors } = readModule(`${code}\n`);
  const [stmt] = body;
  if (errors.length > 0 || body.length !== 1 || stmt?.kind !== 'expr') return undefined;
  return stmt.exprs[0];
}

const BUILTINS = new Set(['bool', 'int', 'str', 'float', 'len', 'list', 'dict', 'tuple', 'set']);

function isBuiltin(name: string): boolean {
  return BUILTINS.has(name);
}

const TRANSFORM_NAMES = '(?:setting|call|layer|unit)';
const TRANSFORM = new RegExp(
  `^export (?:async )?(?:function|const) ${TRANSFORM_NAMES}\\b|^export \\{[^}]*\\b${TRANSFORM_NAMES} *[,}]`,
  'm',
);

/** Whether the text of a file in `src/convert` is a concept's transform, and not a helper of one. */
export function isTransform(source: string): boolean {
  return TRANSFORM.test(source);
}
