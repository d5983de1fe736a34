import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as AstGrep from '@ast-grep/napi';
import type { Span } from '../model/span.ts';
import { grammar } from './grammar.ts';

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

type Napi = typeof AstGrep;

let loaded: Napi | undefined;

/** Loads the parser once. By `require`: an ESM import of the package costs 28 ms more on Node 20. */
function napi(): Napi {
  if (loaded) return loaded;
  const engine = requireFunction()(library() ?? '@ast-grep/napi') as Napi;
  engine.registerDynamicLanguage({ python: { ...grammar(), extensions: ['py', 'pyi'] } });
  return (loaded = engine);
}

/** The built program has one; to make one takes a moment. */
function requireFunction(): NodeJS.Require {
  if (typeof require === 'function') return require;
  return process.getBuiltinModule('node:module').createRequire(import.meta.filename);
}

/** Names of the parser's library, where a platform leaves no doubt: Linux but for Alpine has the GNU C library. */
const LIBRARIES = new Map([
  ['linux-x64', 'linux-x64-gnu'],
  ['linux-arm64', 'linux-arm64-gnu'],
  ['darwin-x64', 'darwin-x64'],
  ['darwin-arm64', 'darwin-arm64'],
  ['win32-x64', 'win32-x64-msvc'],
]);

/**
 * The parser's library, found where installers put it. Its package looks for files that are nowhere before it finds this one,
 * which takes a tenth of a short run; but it knows more places, and every platform.
 */
function library(): string | undefined {
  const name = LIBRARIES.get(`${process.platform}-${process.arch}`);
  const asked = Object.keys(process.env).some((variable) => variable.startsWith('NAPI_RS_'));
  if (name === undefined || asked || existsSync('/etc/alpine-release')) return undefined;
  const file = join('node_modules', '@ast-grep', `napi-${name}`, `ast-grep-napi.${name}.node`);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, file);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Parses Python and returns its compound statements in source order, outer before inner. */
export function shapes(source: string): Shape[] {
  const found = shapesOf(napi().parse('python', source).root());
  const plainer = withoutVainBackslashes(source, found);
  return plainer === undefined ? found : shapesOf(napi().parse('python', plainer).root());
}

/** As `shapes`, parsing on another thread. */
export async function shapesAsync(source: string): Promise<Shape[]> {
  const found = shapesOf((await napi().parseAsync('python', source)).root());
  const plainer = withoutVainBackslashes(source, found);
  if (plainer === undefined) return found;
  return shapesOf((await napi().parseAsync('python', plainer)).root());
}

/** A backslash at the end of a line, with nothing on the next: legal in Python, and an error to the grammar. */
const VAIN_BACKSLASH = /\\(?=\r?\n[ \t\f]*(?:\r?\n|$))/g;

/** A text of the same length that has none of them, where the grammar stumbled over something. */
function withoutVainBackslashes(source: string, found: readonly Shape[]): string | undefined {
  if (!found.some(({ kind }) => kind === 'ERROR')) return undefined;
  const plainer = source.replace(VAIN_BACKSLASH, ' ');
  return plainer === source ? undefined : plainer;
}

function shapesOf(root: ReturnType<ReturnType<Napi['parse']>['root']>): Shape[] {
  return root.findAll(MATCHER).map((node) => {
    const { start, end } = node.range();
    return { kind: node.kind() as ShapeKind, start: start.index, end: end.index };
  });
}
