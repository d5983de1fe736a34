import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import { carried } from './annotations.ts';
import { optional, PLAIN, type Shape } from './shape.ts';

/** A part of an annotation: what it means, and where it says what is looked for. */
export interface TypePart {
  readonly shape: Shape;
  readonly leaves: readonly Expr[];
}

/** What a part of an annotation is by itself; nothing where it is made of others. */
export type Leaf = (names: Names, expr: Expr, scope: Scope) => Shape | undefined;

const LISTS = new Set(['list', 'List', 'Sequence']);
const DICTS = new Set(['dict', 'Dict', 'Mapping']);

/** Reads annotations that are built of known parts; nothing for one that JSON does not carry as it is built. */
export class TypeReader {
  private readonly names: Names;
  private readonly scope: Scope;
  private readonly leaf: Leaf;

  constructor(names: Names, scope: Scope, leaf: Leaf) {
    this.names = names;
    this.scope = scope;
    this.leaf = leaf;
  }

  read(expr: Expr): TypePart | undefined {
    const { names, scope } = this;
    const shape = this.leaf(names, expr, scope);
    if (shape) return { shape, leaves: [expr] };
    if (expr.kind === 'binary' && expr.op === '|') return this.united(alternatives(expr));
    const part = expr.kind === 'subscript' ? this.generic(expr) : undefined;
    if (part) return part;
    return carried(names, expr, scope).json ? { shape: PLAIN, leaves: [] } : undefined;
  }

  /** One thing or `None` can be told apart in JSON; bytes or text cannot. */
  private united(members: readonly Expr[]): TypePart | undefined {
    const parts = members.filter((member) => !isNone(member)).map((each) => this.read(each));
    const [only, ...others] = parts;
    if (others.length > 0) {
      const plain = parts.every((part) => part?.leaves.length === 0);
      return plain ? { shape: PLAIN, leaves: [] } : undefined;
    }
    if (!only) return undefined;
    const isOptional = members.length > parts.length;
    return isOptional ? { ...only, shape: optional(only.shape) } : only;
  }

  private generic({ value, index }: Extract<Expr, { kind: 'subscript' }>): TypePart | undefined {
    const name = (externalName(this.names, value, this.scope) ?? '').split('.').at(-1) ?? '';
    const args = index.kind === 'tuple' ? index.items : [index];
    const [first, second, third] = args;
    if (!first) return undefined;
    if (name === 'Optional') {
      const part = this.read(first);
      return part && { ...part, shape: optional(part.shape) };
    }
    if (name === 'Union') return this.united(args);
    if (LISTS.has(name) && !second) return this.mapped(first, 'list');
    if (DICTS.has(name) && second && !third) return this.dict(first, second);
    if (name !== 'tuple' && name !== 'Tuple') return undefined;
    const isOpen = second?.kind === 'constant' && second.value === '...';
    return isOpen ? this.mapped(first, 'tuple') : this.fixed(args);
  }

  private dict(key: Expr, value: Expr): TypePart | undefined {
    const of = this.read(value);
    const isPlain = this.read(key)?.leaves.length === 0;
    return of && isPlain ? { ...of, shape: { kind: 'dict', of: of.shape } } : undefined;
  }

  private mapped(item: Expr, as: 'list' | 'tuple'): TypePart | undefined {
    const part = this.read(item);
    return part && { ...part, shape: { kind: 'list', as, of: part.shape } };
  }

  private fixed(args: readonly Expr[]): TypePart | undefined {
    const parts = args.map((arg) => this.read(arg));
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length) return undefined;
    return {
      shape: { kind: 'tuple', items: known.map(({ shape }) => shape) },
      leaves: known.flatMap(({ leaves }) => leaves),
    };
  }
}

function alternatives(expr: Expr): readonly Expr[] {
  return expr.kind === 'binary' && expr.op === '|'
    ? [...alternatives(expr.left), ...alternatives(expr.right)]
    : [expr];
}

function isNone(expr: Expr): boolean {
  return expr.kind === 'constant' && expr.value === null;
}
