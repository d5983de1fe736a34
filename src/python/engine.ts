import { createRequire } from 'node:module';
import type * as AstGrep from '@ast-grep/napi';
import type { Span } from '../model/span.ts';

/** A compound statement, one of its clauses, or text that the grammar could not read. */
export interface Shape extends Span {
  readonly kind: ShapeKind;
}

export type ShapeKind = (typeof SHAPES)[number];

/**
 * What crosses from the parser. Simple statements and blocks do not: they are two thirds of all nodes, one crossing costs as
 * much as parsing five nodes, and line ends tell them apart once the compound statements are known.
 */
const SHAPES = [
  'function_definition',
  'class_definition',
  'if_statement',
  'elif_clause',
  'else_clause',
  'for_statement',
  'while_statement',
  'try_statement',
  'except_clause',
  'finally_clause',
  'with_statement',
  'match_statement',
  'case_clause',
  'ERROR',
] as const;

const MATCHER = { rule: { any: SHAPES.map((kind) => ({ kind })) } };

interface Grammar {
  readonly libraryPath: string;
  readonly languageSymbol: string;
  readonly expandoChar: string;
}

type Napi = typeof AstGrep;

let loaded: Napi | undefined;

/** Loads the parser once. By `require`: an ESM import of the package costs 28 ms more on Node 20. */
function napi(): Napi {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const engine = require('@ast-grep/napi') as Napi;
  const grammar = require('@ast-grep/lang-python') as Grammar;
  const { libraryPath, languageSymbol, expandoChar } = grammar;
  engine.registerDynamicLanguage({
    python: { libraryPath, languageSymbol, expandoChar, extensions: ['py', 'pyi'] },
  });
  return (loaded = engine);
}

/** Parses Python and returns its compound statements in source order, outer before inner. */
export function shapes(source: string): Shape[] {
  return shapesOf(napi().parse('python', source).root());
}

/** As `shapes`, parsing on another thread. */
export async function shapesAsync(source: string): Promise<Shape[]> {
  const root = await napi().parseAsync('python', source);
  return shapesOf(root.root());
}

function shapesOf(root: ReturnType<ReturnType<Napi['parse']>['root']>): Shape[] {
  return root.findAll(MATCHER).map((node) => {
    const { start, end } = node.range();
    return { kind: node.kind() as ShapeKind, start: start.index, end: end.index };
  });
}
