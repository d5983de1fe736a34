import type { Expr } from '../syntax.ts';
import { readTargets } from './comprehension.ts';
import type { ExpressionReader } from './expression.ts';
import { nesting } from './logical-line.ts';

/** What stands between the keyword of a clause and its colon. */
export interface Header {
  readonly exprs: Expr[];
  readonly targets: Expr[];
}

/** Reads the header of a clause up to its colon, after its keyword. */
export function readClauseHeader(reader: ExpressionReader, keyword: string): Header {
  if (keyword === 'for') return readForHeader(reader);
  if (keyword === 'with') return readWithHeader(reader);
  if (keyword === 'except') return readExceptHeader(reader);
  if (keyword === 'case') return readCaseHeader(reader);
  if (keyword === 'if' || keyword === 'elif' || keyword === 'while')
    return { exprs: [reader.element()], targets: [] };
  return { exprs: [], targets: [] };
}

function readForHeader(reader: ExpressionReader): Header {
  const target = readTargets(reader);
  reader.expect('in');
  return { exprs: [reader.expressions()], targets: [target] };
}

function readWithHeader(reader: ExpressionReader): Header {
  const grouped = reader.is('(') && isGrouped(reader);
  if (grouped) reader.next();
  const header: Header = { exprs: [], targets: [] };
  while (!reader.done && !reader.is(grouped ? ')' : ':')) {
    header.exprs.push(reader.element());
    if (reader.accept('as')) header.targets.push(reader.element());
    if (!reader.accept(',')) break;
  }
  if (grouped) reader.expect(')');
  return header;
}

/** `with (a as b, c):`: the parenthesis closes right before the colon and holds an `as` or a comma of its own. */
function isGrouped(reader: ExpressionReader): boolean {
  let depth = 0;
  let items = false;
  for (let i = 0; ; i++) {
    const { text, kind, end } = reader.peek(i);
    if (end === 0) return false;
    if (kind === 'op') depth += nesting(text);
    if (depth === 1 && (text === 'as' || text === ',')) items = true;
    if (depth === 0) return items && reader.peek(i + 1).text === ':';
  }
}

function readExceptHeader(reader: ExpressionReader): Header {
  reader.accept('*');
  if (reader.is(':')) return { exprs: [], targets: [] };
  const exprs = [reader.expressions()];
  return { exprs, targets: reader.accept('as') ? [reader.element()] : [] };
}

/** A pattern is no expression: its captures are the names that are neither called, dotted, keywords nor wildcards. */
function readCaseHeader(reader: ExpressionReader): Header {
  const targets: Expr[] = [];
  let depth = 0;
  let previous = '';
  while (!reader.done && !(depth === 0 && (reader.is(':') || reader.is('if')))) {
    const { kind, text, start, end } = reader.next();
    if (kind === 'op') depth += nesting(text);
    const captures =
      kind === 'name' && previous !== '.' && !['.', '(', '='].includes(reader.peek().text);
    if (captures && !['as', '_', 'None', 'True', 'False'].includes(text)) {
      targets.push({ kind: 'name', id: text, span: { start, end } });
    }
    previous = text;
  }
  return { exprs: reader.accept('if') ? [reader.element()] : [], targets };
}
