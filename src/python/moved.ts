import type { Span } from '../model/span.ts';
import type {
  Argument,
  Block,
  Clause,
  ComprehensionExpr,
  Decorator,
  Expr,
  FStringExpr,
  Param,
  Stmt,
  StringPiece,
} from './syntax.ts';

/** A statement as it stands `by` units further on: the same tree with other offsets. */
export function movedStmt(stmt: Stmt, by: number): Stmt {
  return by === 0 ? stmt : new Mover(by).stmt(stmt);
}

/** A span `by` units further on. */
export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Copies trees. Each kind is spelt out: a copy by the names of fields takes longer than to read the text again. */
class Mover {
  private readonly by: number;

  constructor(by: number) {
    this.by = by;
  }

  stmt(stmt: Stmt): Stmt {
    const span = this.span(stmt.span);
    switch (stmt.kind) {
      case 'import':
        return { ...stmt, names: stmt.names.map((item) => this.spanned(item)), span };
      case 'import-from':
        return { ...stmt, names: stmt.names.map((item) => this.spanned(item)), span };
      case 'assign': {
        const { annotation, value } = stmt;
        return {
          ...stmt,
          targets: this.exprs(stmt.targets),
          ...(annotation && { annotation: this.expr(annotation) }),
          ...(value && { value: this.expr(value) }),
          span,
        };
      }
      case 'function':
        return {
          ...stmt,
          nameSpan: this.span(stmt.nameSpan),
          decorators: this.decorators(stmt.decorators),
          params: this.params(stmt.params),
          paramsSpan: this.span(stmt.paramsSpan),
          ...(stmt.returns && { returns: this.expr(stmt.returns) }),
          header: this.span(stmt.header),
          body: this.block(stmt.body),
          span,
        };
      case 'class':
        return {
          ...stmt,
          nameSpan: this.span(stmt.nameSpan),
          decorators: this.decorators(stmt.decorators),
          args: this.args(stmt.args),
          ...(stmt.argsSpan && { argsSpan: this.span(stmt.argsSpan) }),
          header: this.span(stmt.header),
          body: this.block(stmt.body),
          span,
        };
      case 'global':
      case 'nonlocal':
        return { ...stmt, span };
      default:
        if ('clauses' in stmt)
          return { ...stmt, clauses: stmt.clauses.map((clause) => this.clause(clause)), span };
        return { ...stmt, exprs: this.exprs(stmt.exprs), span };
    }
  }

  private expr(expr: Expr): Expr {
    const moved = this.withoutParens(expr);
    return expr.parens ? { ...moved, parens: this.span(expr.parens) } : moved;
  }

  private withoutParens(expr: Expr): Expr {
    const span = this.span(expr.span);
    switch (expr.kind) {
      case 'name':
      case 'number':
      case 'constant':
      case 'broken':
        return { ...expr, span };
      case 'attribute':
        return { ...expr, value: this.expr(expr.value), attrSpan: this.span(expr.attrSpan), span };
      case 'call':
        return {
          ...expr,
          func: this.expr(expr.func),
          args: this.args(expr.args),
          argsSpan: this.span(expr.argsSpan),
          span,
        };
      case 'subscript':
        return { ...expr, value: this.expr(expr.value), index: this.expr(expr.index), span };
      case 'string':
        return { ...expr, pieces: this.pieces(expr.pieces), span };
      case 'fstring':
        return { ...expr, parts: this.parts(expr.parts), pieces: this.pieces(expr.pieces), span };
      case 'list':
      case 'tuple':
      case 'set':
        return { ...expr, items: this.exprs(expr.items), span };
      case 'dict': {
        const entries = expr.entries.map(({ key, value }) => {
          return { ...(key && { key: this.expr(key) }), value: this.expr(value) };
        });
        return { ...expr, entries, span };
      }
      case 'lambda':
        return { ...expr, params: this.params(expr.params), body: this.expr(expr.body), span };
      case 'comprehension':
        return {
          ...expr,
          element: this.exprs(expr.element),
          clauses: this.loops(expr.clauses),
          span,
        };
      case 'binary':
        return { ...expr, left: this.expr(expr.left), right: this.expr(expr.right), span };
      case 'conditional':
        return {
          ...expr,
          test: this.expr(expr.test),
          then: this.expr(expr.then),
          else: this.expr(expr.else),
          span,
        };
      case 'named': {
        const target = { ...expr.target, span: this.span(expr.target.span) };
        return { ...expr, target, value: this.expr(expr.value), span };
      }
      case 'slice':
        return { ...expr, parts: this.exprs(expr.parts), span };
      default:
        return { ...expr, ...(expr.value && { value: this.expr(expr.value) }), span };
    }
  }

  private exprs(exprs: readonly Expr[]): Expr[] {
    return exprs.map((expr) => this.expr(expr));
  }

  private args(args: readonly Argument[]): Argument[] {
    return args.map((arg) => ({
      ...arg,
      span: this.span(arg.span),
      ...(arg.nameSpan && { nameSpan: this.span(arg.nameSpan) }),
      value: this.expr(arg.value),
    }));
  }

  private params(params: readonly Param[]): Param[] {
    return params.map((param) => ({
      ...param,
      nameSpan: this.span(param.nameSpan),
      span: this.span(param.span),
      ...(param.annotation && { annotation: this.expr(param.annotation) }),
      ...(param.default && { default: this.expr(param.default) }),
    }));
  }

  private pieces(pieces: readonly StringPiece[]): StringPiece[] {
    return pieces.map((piece) => {
      return { ...piece, span: this.span(piece.span), body: this.span(piece.body) };
    });
  }

  private parts(parts: FStringExpr['parts']): FStringExpr['parts'] {
    return parts.map((part) =>
      part.kind === 'text'
        ? this.spanned(part)
        : { ...part, value: this.expr(part.value), span: this.span(part.span) },
    );
  }

  private loops(clauses: ComprehensionExpr['clauses']): ComprehensionExpr['clauses'] {
    return clauses.map((clause) => ({
      ...clause,
      target: this.expr(clause.target),
      iterable: this.expr(clause.iterable),
      conditions: this.exprs(clause.conditions),
    }));
  }

  private decorators(decorators: readonly Decorator[]): Decorator[] {
    return decorators.map(({ span, expr }) => {
      return { span: this.span(span), expr: this.expr(expr) };
    });
  }

  private clause(clause: Clause): Clause {
    return {
      ...clause,
      header: this.span(clause.header),
      exprs: this.exprs(clause.exprs),
      targets: this.exprs(clause.targets),
      body: this.block(clause.body),
    };
  }

  private block({ span, body, indented }: Block): Block {
    return { body: body.map((stmt) => this.stmt(stmt)), span: this.span(span), indented };
  }

  private spanned<Item extends { readonly span: Span }>(item: Item): Item {
    return { ...item, span: this.span(item.span) };
  }

  private span({ start, end }: Span): Span {
    return { start: start + this.by, end: end + this.by };
  }
}
