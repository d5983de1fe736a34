import type { Span } from '../../model/span.ts';
import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf, truthOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Expr, SubscriptExpr } from '../../python/syntax.ts';
import { exprsOf, exprsWithin } from '../../python/lookup.ts';
import { contains } from '../../python/walk.ts';
import { entriesAt } from '../../python/collections.ts';
import { follow } from '../../python/follow.ts';
import { isUnknown, type Located } from '../../python/place.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';
import { bodiesAtImport } from './at-import.ts';

/** A variable that code reads from its environment. */
export interface Read {
  readonly key: string;
  readonly span: Span;
  readonly names: Names;
  /** Read when the file is imported: on fal that is where `fal deploy` runs. */
  readonly atImport: boolean;
  /** Every read of it has a value for where nobody sets it: `os.getenv("URL", "http://localhost")`. */
  readonly optional: boolean;
}

/** Variables that the system, a library's setting or the platform sets, and that nobody keeps in a secret. */
const NO_SECRET =
  /^(?:PATH|HOME|USER|PWD|SHELL|LANG|TERM|TMPDIR|HOSTNAME|PORT|CI|PYTHON\w*|VIRTUAL_ENV|LD_LIBRARY_PATH|CUDA_\w+|NVIDIA_\w+|NCCL_\w+|OMP_\w+|MKL_\w+|TORCH_HOME|TORCH_\w+|TRITON_\w+|TOKENIZERS_PARALLELISM|TRANSFORMERS_\w+|HF_HOME|HF_HUB_\w+|HF_DATASETS_\w+|XDG_\w+|RANK|LOCAL_RANK|WORLD_SIZE|MASTER_\w+|MODAL_\w+|FAL_\w+)$/;

/** Whether a variable of this name may hold a secret. */
export function maySecret(key: string): boolean {
  return !NO_SECRET.test(key) || key === 'HF_HUB_TOKEN';
}

/** The variables that a unit reads, itself or in what it calls, in order of the text; each once. */
export function readsOf(program: Program, unit: Unit): Read[] {
  const skipped = decoratorSpans(unit);
  const own = readsIn(unit.file.names, unit.stmt.span).filter(
    ({ span }) => !skipped.some((other) => contains(other, span)),
  );
  const tops = reachOf(program, unit);
  const bodies = bodiesAtImport(tops);
  const reached = tops
    .flatMap(({ names, stmt }) => readsIn(names, stmt.span, stmt.kind === 'assign'))
    .map((read) => {
      const runs = bodies.some(
        ({ names, span, without }) =>
          names === read.names &&
          contains(span, read.span) &&
          !without.some((other) => contains(other, read.span)),
      );
      return runs ? { ...read, atImport: true } : read;
    });
  const byKey = new Map<string, Read>();
  for (const read of [...own, ...reached]) {
    const first = byKey.get(read.key) ?? read;
    byKey.set(read.key, { ...first, optional: first.optional && read.optional });
  }
  return [...byKey.values()];
}

/** The variables that a part of a file reads. */
export function readsIn(names: Names, within: Span, atImport = false): Read[] {
  return exprsWithin(names, within).flatMap(({ expr, scope }) => {
    const key = keyRead(names, expr, scope);
    const text = key && textOf(constantOf(names, key, scope));
    if (text === undefined) return [];
    const optional = hasDefault({ names, scope, expr });
    return [{ key: text, span: expr.span, names, atImport, optional }];
  });
}

/** Whether a read has a default that is more than nothing. */
function hasDefault({ names, scope, expr }: Located): boolean {
  const second = expr.kind === 'call' ? expr.args[1] : undefined;
  if (!second) return false;
  const given = constantOf(names, second.value, scope);
  return given.kind === 'path' || truthOf(given) === true;
}

/** The name's expression in `os.environ["X"]`, `os.environ.get("X")`, `os.getenv("X")`, `"X" in os.environ`. */
function keyRead(names: Names, expr: Expr, scope: Scope): Expr | undefined {
  const isEnviron = (of: Expr): boolean => externalName(names, of, scope) === 'os.environ';
  if (expr.kind === 'subscript')
    return isEnviron(expr.value) && !names.isTarget(expr) ? expr.index : undefined;
  if (expr.kind === 'binary')
    return /^(?:not )?in$/.test(expr.op) && isEnviron(expr.right) ? expr.left : undefined;
  if (expr.kind !== 'call') return undefined;
  const called = externalName(names, expr.func, scope) ?? '';
  return /^os\.(?:getenv|environ\.(?:get|pop|__getitem__))$/.test(called)
    ? expr.args[0]?.value
    : undefined;
}

/** Variables that the program sets itself: in its image, with `env=`, by assignment. */
export function variablesSet(program: Program, unit: Unit): ReadonlySet<string> {
  const env = unit.settings.get('env');
  const own = env ? keysOf({ ...env, expr: env.value }) : [];
  return new Set([...imageKeys(program), ...own, ...assignedKeys(unit.file.names)]);
}

const inImages = new WeakMap<Program, readonly string[]>();

function imageKeys(program: Program): readonly string[] {
  const found = inImages.get(program) ?? program.files.flatMap(envKeys);
  inImages.set(program, found);
  return found;
}

function envKeys({ names, uses }: ProgramFile): string[] {
  return uses.flatMap(({ symbol, call, scope }) => {
    const [argument] = symbol.name === 'modal.Image.env' ? (call?.args ?? []) : [];
    return argument ? keysOf({ names, scope, expr: argument.value }) : [];
  });
}

const assigned = new WeakMap<Names, readonly string[]>();

function assignedKeys(names: Names): readonly string[] {
  const found =
    assigned.get(names) ??
    exprsOf(names, 'subscript').flatMap(({ expr, scope }) => keySet(names, expr, scope) ?? []);
  assigned.set(names, found);
  return found;
}

function keySet(names: Names, expr: SubscriptExpr, scope: Scope): string | undefined {
  if (!names.isTarget(expr)) return undefined;
  if (externalName(names, expr.value, scope) !== 'os.environ') return undefined;
  return textOf(constantOf(names, expr.index, scope));
}

/** The keys of a dict, as far as they are known; never its values. */
export function keysOf(at: Located): string[] {
  const entries = entriesAt(follow(at));
  if (isUnknown(entries)) return [];
  return entries.flatMap(({ key }) => textOf(constantOf(key.names, key.expr, key.scope)) ?? []);
}
