/** Where a value holds bytes, which JSON carries as base64 text, or objects of the tree's own classes, which it carries as dicts. */
export type Shape =
  | { readonly kind: 'bytes' }
  | Model
  /** Crosses as it is. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'optional'; readonly of: Shape }
  /** A list, or a tuple of any length. */
  | { readonly kind: 'list'; readonly as: 'list' | 'tuple'; readonly of: Shape }
  | { readonly kind: 'dict'; readonly of: Shape }
  | { readonly kind: 'tuple'; readonly items: readonly Shape[] };

/** An object of a pydantic model or a dataclass. */
export interface Model {
  readonly kind: 'model';
  readonly form: 'pydantic' | 'dataclass';
  readonly name: string;
  /** The file that holds the class. */
  readonly file: string;
}

export const BYTES: Shape = { kind: 'bytes' };
export const PLAIN: Shape = { kind: 'plain' };

/** Whether any of a value is bytes. */
export function holdsBytes(shape: Shape): boolean {
  return leavesOf(shape).some(({ kind }) => kind === 'bytes');
}

/** The objects of the tree's classes in a value. */
export function modelsIn(shape: Shape): readonly Model[] {
  return leavesOf(shape).filter((leaf) => leaf.kind === 'model');
}

function leavesOf(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case 'bytes':
    case 'model':
    case 'plain':
      return [shape];
    case 'tuple':
      return shape.items.flatMap(leavesOf);
    default:
      return leavesOf(shape.of);
  }
}

/** The same value, or `None`. */
export function optional(shape: Shape): Shape {
  return shape.kind === 'optional' || shape.kind === 'plain'
    ? shape
    : { kind: 'optional', of: shape };
}

/** Whether two values are taken apart in the same way. */
export function sameShape(a: Shape, b: Shape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A shape as an annotation that says `leaf` where there are bytes. */
export function shapeText(shape: Shape, leaf: string): string {
  switch (shape.kind) {
    case 'bytes':
      return leaf;
    case 'model':
      return shape.name;
    case 'plain':
      return 'Any';
    case 'optional':
      return `${shapeText(shape.of, leaf)} | None`;
    case 'list':
      return shape.as === 'list'
        ? `list[${shapeText(shape.of, leaf)}]`
        : `tuple[${shapeText(shape.of, leaf)}, ...]`;
    case 'dict':
      return `dict[str, ${shapeText(shape.of, leaf)}]`;
    case 'tuple':
      return `tuple[${shape.items.map((item) => shapeText(item, leaf)).join(', ')}]`;
  }
}
