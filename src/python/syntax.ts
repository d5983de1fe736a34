import type { Span } from '../model/span.ts';

/** What every expression has: its span without enclosing parentheses, and the span of the outermost pair around it. */
interface ExprBase {
  readonly span: Span;
  readonly parens?: Span;
}

export interface NameExpr extends ExprBase {
  readonly kind: 'name';
  readonly id: string;
}

export interface AttributeExpr extends ExprBase {
  readonly kind: 'attribute';
  readonly value: Expr;
  readonly attr: string;
  readonly attrSpan: Span;
}

/** One argument of a call: positional, `name=value`, `*value` or `**value`. `span` covers all of it. */
export interface Argument {
  readonly span: Span;
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly star: '' | '*' | '**';
  readonly value: Expr;
}

export interface CallExpr extends ExprBase {
  readonly kind: 'call';
  readonly func: Expr;
  readonly args: readonly Argument[];
  /** From `(` to after `)`. */
  readonly argsSpan: Span;
}

export interface SubscriptExpr extends ExprBase {
  readonly kind: 'subscript';
  readonly value: Expr;
  readonly index: Expr;
}

/** A literal without placeholders; adjacent literals are one expression with several pieces. */
export interface StringExpr extends ExprBase {
  readonly kind: 'string';
  /** The decoded text; absent for bytes. */
  readonly value?: string;
  readonly pieces: readonly StringPiece[];
}

/** One literal of a string: `prefix` in lower case, `body` the span between the quotes. */
export interface StringPiece {
  readonly span: Span;
  readonly prefix: string;
  readonly quote: string;
  readonly body: Span;
}

/** A literal with placeholders: text and expressions in order. */
export interface FStringExpr extends ExprBase {
  readonly kind: 'fstring';
  readonly parts: readonly (FStringText | FStringPlaceholder)[];
  readonly pieces: readonly StringPiece[];
}

export interface FStringText {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}

export interface FStringPlaceholder {
  readonly kind: 'placeholder';
  readonly value: Expr;
  /** Has a conversion, a format or `=`: its text is not just `str(value)`. */
  readonly formatted: boolean;
  readonly span: Span;
}

export interface NumberExpr extends ExprBase {
  readonly kind: 'number';
  readonly value: number;
  readonly float: boolean;
}

export interface ConstantExpr extends ExprBase {
  readonly kind: 'constant';
  readonly value: boolean | null | '...';
}

export interface SequenceExpr extends ExprBase {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Expr[];
}

export interface DictExpr extends ExprBase {
  readonly kind: 'dict';
  /** `key` is absent for `**value`. */
  readonly entries: readonly { readonly key?: Expr; readonly value: Expr }[];
}

export interface LambdaExpr extends ExprBase {
  readonly kind: 'lambda';
  readonly params: readonly Param[];
  readonly body: Expr;
}

/** A list, set, dict or generator comprehension. */
export interface ComprehensionExpr extends ExprBase {
  readonly kind: 'comprehension';
  readonly element: readonly Expr[];
  readonly clauses: readonly {
    readonly target: Expr;
    readonly iterable: Expr;
    readonly conditions: readonly Expr[];
    readonly async: boolean;
  }[];
}

/** `+`, `and`, `in`, `not in`, `<` …; a chained comparison nests to the left. */
export interface BinaryExpr extends ExprBase {
  readonly kind: 'binary';
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}

export interface UnaryExpr extends ExprBase {
  readonly kind: 'unary' | 'await' | 'yield' | 'starred';
  /** `-`, `not`, `await`, `yield`, `yield from`, `*`, `**`. */
  readonly op: string;
  readonly value?: Expr;
}

export interface ConditionalExpr extends ExprBase {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly else: Expr;
}

export interface NamedExpr extends ExprBase {
  readonly kind: 'named';
  readonly target: NameExpr;
  readonly value: Expr;
}

export interface SliceExpr extends ExprBase {
  readonly kind: 'slice';
  readonly parts: readonly Expr[];
}

/** Text that is no expression; the module then has an error there. */
export interface BrokenExpr extends ExprBase {
  readonly kind: 'broken';
}

export type Expr =
  | NameExpr
  | AttributeExpr
  | CallExpr
  | SubscriptExpr
  | StringExpr
  | FStringExpr
  | NumberExpr
  | ConstantExpr
  | SequenceExpr
  | DictExpr
  | LambdaExpr
  | ComprehensionExpr
  | BinaryExpr
  | UnaryExpr
  | ConditionalExpr
  | NamedExpr
  | SliceExpr
  | BrokenExpr;

/** One parameter of a function or lambda; a bare `*` or `/` is not listed. */
export interface Param {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly star: '' | '*' | '**';
  readonly kind: 'positional-only' | 'positional' | 'keyword-only';
  readonly annotation?: Expr;
  readonly default?: Expr;
}

/** Statements of one suite. `span` runs from the first statement to the end of the last. */
export interface Block {
  readonly span: Span;
  readonly body: readonly Stmt[];
  /** False for `if x: return`, whose suite stands on the header's line. */
  readonly indented: boolean;
}

interface StmtBase {
  /** Without the indentation before and the line end, comment or semicolon after it. */
  readonly span: Span;
}

export interface ImportStmt extends StmtBase {
  readonly kind: 'import';
  readonly names: readonly { readonly module: string; readonly as?: string; readonly span: Span }[];
}

export interface ImportFromStmt extends StmtBase {
  readonly kind: 'import-from';
  /** Without the leading dots. */
  readonly module: string;
  readonly level: number;
  /** A single `{ name: '*' }` for a star import. */
  readonly names: readonly { readonly name: string; readonly as?: string; readonly span: Span }[];
}

export interface AssignStmt extends StmtBase {
  readonly kind: 'assign';
  /** `a = b = value` has two. */
  readonly targets: readonly Expr[];
  /** `=`, or `+=` and its kind. */
  readonly op: string;
  readonly annotation?: Expr;
  /** Absent in `x: int`. */
  readonly value?: Expr;
}

export interface Decorator {
  /** From `@` to the end of the expression. */
  readonly span: Span;
  readonly expr: Expr;
}

export interface FunctionStmt extends StmtBase {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly async: boolean;
  readonly decorators: readonly Decorator[];
  readonly params: readonly Param[];
  /** From `(` to after `)`. */
  readonly paramsSpan: Span;
  readonly returns?: Expr;
  /** From `async`/`def` to after the colon; `span` starts at the first decorator. */
  readonly header: Span;
  readonly body: Block;
}

export interface ClassStmt extends StmtBase {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Span;
  readonly decorators: readonly Decorator[];
  readonly args: readonly Argument[];
  /** From `(` to after `)`; absent in `class C:`. */
  readonly argsSpan?: Span;
  readonly header: Span;
  readonly body: Block;
}

/** `if`, `elif`, `else`, `for`, `while`, `try`, `except`, `finally`, `with`, `match`, `case`: one header with its suite. */
export interface Clause {
  readonly keyword: string;
  readonly header: Span;
  /** Conditions, iterables, context managers, exception types, subjects, guards. */
  readonly exprs: readonly Expr[];
  /** What the header binds: loop targets, `as` names, captures of a pattern. */
  readonly targets: readonly Expr[];
  readonly body: Block;
}

export interface CompoundStmt extends StmtBase {
  readonly kind: 'if' | 'for' | 'while' | 'try' | 'with' | 'match';
  readonly async: boolean;
  readonly clauses: readonly Clause[];
}

export interface ScopeStmt extends StmtBase {
  readonly kind: 'global' | 'nonlocal';
  readonly names: readonly string[];
}

/** A statement that is its keyword and some expressions: `return`, `del`, `raise`, `assert`, an expression, `type X = …`. */
export interface SimpleStmt extends StmtBase {
  readonly kind:
    | 'return'
    | 'del'
    | 'raise'
    | 'assert'
    | 'expr'
    | 'pass'
    | 'break'
    | 'continue'
    | 'type'
    | 'broken';
  readonly exprs: readonly Expr[];
}

export type Stmt =
  | ImportStmt
  | ImportFromStmt
  | AssignStmt
  | FunctionStmt
  | ClassStmt
  | CompoundStmt
  | ScopeStmt
  | SimpleStmt;

/** One parsed file. Plain data: it can be kept, posted and printed; nothing of the parser is behind it. */
export interface Module {
  readonly source: string;
  readonly body: readonly Stmt[];
  /** Comments in order, `#` included. */
  readonly comments: readonly Span[];
  /** Where the text is not Python; the statements around it are still there. */
  readonly errors: readonly Span[];
}
