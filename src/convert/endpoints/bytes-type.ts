import { kindOf } from '../../python/classes.ts';
import { readModule } from '../../python/module.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import { isStream } from './annotations.ts';
import { BYTES, holdsBytes, type Model, type Shape } from './shape.ts';
import { TypeReader, type Leaf, type TypePart } from './type-reader.ts';

/** An annotation with bytes in it. */
export interface BytesType {
  readonly shape: Shape;
  /** Its text, with another type where it says `bytes`. */
  text(leaf: string): string;
}

const bytesLeaf: Leaf = (names, expr, scope) => (isBytes(names, expr, scope) ? BYTES : undefined);

const anyLeaf: Leaf = (names, expr, scope) =>
  bytesLeaf(names, expr, scope) ?? modelOf(names, expr, scope);

/** Reads an annotation that holds bytes in places from which JSON can carry them; nothing for all others. */
export function bytesType(names: Names, annotation: Expr, scope: Scope): BytesType | undefined {
  if (annotation.kind === 'string') return quotedType(names, annotation.value ?? '', scope);
  const part = new TypeReader(names, scope, bytesLeaf).read(annotation);
  return part && holdsBytes(part.shape) ? typeOf(part, names.module.source, annotation) : undefined;
}

/** What a stream of this type hands over: the `bytes` of `Iterator[bytes]`. */
export function streamedType(names: Names, annotation: Expr, scope: Scope): BytesType | undefined {
  if (annotation.kind !== 'subscript' || !isStream(annotation)) return undefined;
  const { index } = annotation;
  const item = index.kind === 'tuple' ? index.items[0] : index;
  return item && bytesType(names, item, scope);
}

/** What callers have to take apart: bytes, and objects of the tree's classes; nothing where no text says how. */
export function crossingShape(names: Names, annotation: Expr, scope: Scope): Shape | undefined {
  return new TypeReader(names, scope, anyLeaf).read(annotation)?.shape;
}

/** The first class of the tree that an annotation mentions and whose objects JSON carries as dicts. */
export function mentionedModel(names: Names, annotation: Expr, scope: Scope): Model | undefined {
  for (const expr of expressions(annotation)) {
    const model = modelOf(names, expr, scope);
    if (model) return model;
  }
  return undefined;
}

/** The class of the tree that a type names. */
function modelOf(names: Names, expr: Expr, scope: Scope): Model | undefined {
  if (expr.kind !== 'name' && expr.kind !== 'attribute') return undefined;
  const value = names.valueOf(expr, scope);
  if (value.kind !== 'definition' || value.stmt.kind !== 'class') return undefined;
  const form = kindOf({ names: value.names, stmt: value.stmt });
  if (form !== 'pydantic' && form !== 'dataclass') return undefined;
  return { kind: 'model', form, name: value.stmt.name, file: value.names.file };
}

function quotedType(names: Names, text: string, scope: Scope): BytesType | undefined {
  const { body, errors } = readModule(`${text}\n`);
  const [stmt] = body;
  const expr = stmt?.kind === 'expr' && errors.length === 0 ? stmt.exprs[0] : undefined;
  if (!expr || expr.kind === 'string') return undefined;
  const part = new TypeReader(names, scope, bytesLeaf).read(expr);
  return part && holdsBytes(part.shape) ? typeOf(part, text, expr) : undefined;
}

function typeOf({ shape, leaves }: TypePart, source: string, whole: Expr): BytesType {
  const { start, end } = whole.parens ?? whole.span;
  return {
    shape,
    text: (leaf) => {
      let at = start;
      let text = '';
      for (const { span } of leaves) {
        text += source.slice(at, span.start) + leaf;
        at = span.end;
      }
      return text + source.slice(at, end);
    },
  };
}

/** The builtin itself, or a name that the program gave it. */
function isBytes(names: Names, expr: Expr, scope: Scope): boolean {
  if (expr.kind !== 'name') return false;
  const [binding, second] = bindingsOf(expr.id, scope, expr.span.start);
  if (!binding) return expr.id === 'bytes';
  const { how } = binding;
  return !second && how.kind === 'assign' && how.value !== expr
    ? isBytes(names, how.value, binding.scope)
    : false;
}
