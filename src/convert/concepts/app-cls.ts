import type { Edit } from '../../model/span.ts';
import type { ClassStmt } from '../../python/syntax.ts';
import { initPart } from '../constructors/init.ts';
import { indentOf, insertion, lineEnd } from '../layout.ts';
import { appName, endpoints } from '../naming.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { mergeParts } from '../parts.ts';
import { attributeLines, classKeywords } from '../settings/settings-text.ts';
import { startupPart } from '../startup/build-functions.ts';

/** `@app.cls(...)` goes; the class becomes a `fal.App` with its settings as attributes. */
export function unit(context: UnitContext): Part {
  const { stmt, decorators } = context.unit;
  if (stmt.kind !== 'class') return {};
  if (!stmt.body.indented) return { refused: `\`${stmt.name}\` has its body on one line` };
  const main = decorators.filter(({ symbol }) => symbol?.name === 'modal.App.cls');
  const q = context.style.quote;
  const name: FalSetting = {
    name: 'app_name',
    value: `${q}${appName(context.unit, context.units)}${q}`,
  };
  const part: Part = {
    reasons: endpointReason(context, stmt),
    removed: main.map(({ decorator }) => decorator.span),
    edits: [headerEdit(context, stmt), attributesEdit(context, stmt, [name, ...context.collected])],
    needs: [{ module: 'fal' }],
  };
  return mergeParts([part, startupPart(context), initPart(context)]);
}

/** fal serves endpoints, and refuses an app that has none: those of a base class are still Modal's. */
function endpointReason(
  { rule, unit }: UnitContext,
  { name, nameSpan, args }: ClassStmt,
): Reason[] {
  if (endpoints(unit).length > 0) return [];
  const from = args.some((arg) => arg.name === undefined) ? ': its base class has them' : '';
  const message = `\`${name}\` has no endpoint of its own, and fal runs no app without one${from}`;
  return [{ rule: rule.id, verdict: 'manual', message, span: nameSpan }];
}

/** `class Model:` → `class Model(fal.App):`; bases of the user's come first, so that their hooks win over fal's empty ones. */
function headerEdit({ collected }: UnitContext, stmt: ClassStmt): Edit {
  const added = [
    'fal.App',
    ...classKeywords(collected).map(({ name, value }) => `${name}=${value}`),
  ];
  if (!stmt.argsSpan) return insertion(stmt.nameSpan.end, `(${added.join(', ')})`);
  const bases = stmt.args.filter((arg) => arg.name === undefined && !isObject(arg.value));
  const last = bases.at(-1);
  if (last) return insertion(last.span.end, `, ${added.join(', ')}`);
  const keywords = stmt.args.filter((arg) => arg.name !== undefined);
  const [first] = keywords;
  if (first) return insertion(first.span.start, `${added.join(', ')}, `);
  return { span: stmt.argsSpan, text: `(${added.join(', ')})` };
}

function isObject(expr: ClassStmt['args'][number]['value']): boolean {
  return expr.kind === 'name' && expr.id === 'object';
}

/** Attributes stand first in the body, after the docstring, with a blank line before a method. */
function attributesEdit(
  { file }: UnitContext,
  stmt: ClassStmt,
  settings: readonly FalSetting[],
): Edit {
  const { source } = file.names.module;
  const [first, second] = stmt.body.body;
  const docstring = first?.kind === 'expr' && first.exprs[0]?.kind === 'string';
  const after = docstring ? first.span.end : stmt.header.end;
  const next = docstring ? second : first;
  const indent = indentOf(source, stmt.body.span.start);
  const at = lineEnd(source, after);
  const gap = next?.kind === 'function' || next?.kind === 'class';
  const blank = gap && !/^\r?\n[ \t]*\r?\n/.test(source.slice(at)) ? '\n' : '';
  const lead = docstring ? '\n' : '';
  return insertion(at, `${lead}\n${attributeLines(settings, indent)}${blank}`);
}
