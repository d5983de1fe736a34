import type { Unit } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { commandLines, mainBlock, type Command } from '../entrypoint/main-block.ts';
import { mainBlockOf, onlyAdvises, ownCall, type OwnCall } from '../entrypoint/existing.ts';
import { optionsOf, rawWords, type Given } from '../entrypoint/options.ts';
import { indentOf, lineStart, textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

/**
 * `@app.local_entrypoint()` becomes an `if __name__ == "__main__":` block that reads the same options with argparse.
 * fal runs a file through runpy under another name, so the block runs only under `python file.py` (facts: `fal run`).
 */
export function unit(context: UnitContext): Part {
  const { unit: of, file } = context;
  const { stmt } = of;
  if (stmt.kind !== 'function') return {};
  const removed = of.decorators
    .filter(({ symbol }) => symbol?.name === 'modal.App.local_entrypoint')
    .map(({ decorator }) => decorator.span);
  const all = entrypointsOf(context);
  const existing = mainBlockOf(file.names);
  const own = existing && all.length === 1 ? ownCall(file.names, existing, stmt) : undefined;
  const clash = own && clashOf(context, stmt, own);
  const advises = existing !== undefined && onlyAdvises(file.names, existing);
  if (existing && !advises && (!own || clash !== undefined)) {
    const what = clash ?? 'the file has an `if __name__ == "__main__":` block already';
    const message = `${what}: call \`${stmt.name}\` from it with the options that it needs`;
    return { removed, reasons: [manualReason(context, message)] };
  }
  const command = commandOf(context, of, stmt, own?.given);
  const reasons = unread(context, command, all.length > 1);
  if (own) return { ...merged(context, command, own), removed, reasons };
  // The first of them writes the block for all: they are converted together or not at all.
  if (all[0] !== of) return { removed, reasons };
  const commands = all.flatMap((other) =>
    other.stmt.kind === 'function' ? [commandOf(context, other, other.stmt)] : [],
  );
  const { text, needs } = mainBlock(commands, context.style);
  if (!existing) return { removed, bottom: [text], needs, reasons };
  const message = `the main block said how to run the file with Modal: it runs \`${stmt.name}\` now`;
  const span = of.stmt.nameSpan;
  return {
    removed,
    edits: [{ span: existing.span, text }],
    needs,
    reasons: [...reasons, { rule: context.rule.id, verdict: 'rewrite-unsafe', message, span }],
  };
}

/** The entrypoints of the file. */
function entrypointsOf({ units, file }: UnitContext): readonly Unit[] {
  return units.filter((other) => other.kind === 'entrypoint' && other.file === file);
}

function commandOf(
  { file, style }: UnitContext,
  { scope }: Unit,
  stmt: FunctionStmt,
  given?: Given,
): Command {
  const context = { names: file.names, scope, quote: style.quote };
  return { stmt, options: optionsOf(context, stmt, given) };
}

function unread(context: UnitContext, { stmt, options }: Command, several: boolean): Reason[] {
  if (rawWords(stmt) && !several) return [];
  return options.flatMap(({ why }) => (why === undefined ? [] : [manualReason(context, why)]));
}

/** `python file.py` hands over one value, `modal run` another: one of them would change. */
function clashOf(
  { file }: UnitContext,
  { params }: FunctionStmt,
  { given }: OwnCall,
): string | undefined {
  const { source } = file.names.module;
  const other = params.find((param) => {
    const text = given.get(param.name);
    return text !== undefined && param.default && textOfExpr(source, param.default) !== text;
  });
  return other && `the main block has another value for \`${other.name}\` than its default`;
}

/** The call in a main block reads the options first. */
function merged({ file, style }: UnitContext, command: Command, { stmt }: OwnCall): Part {
  if (command.options.length === 0) return {};
  const { source } = file.names.module;
  const indent = indentOf(source, stmt.span.start);
  const { lines, needs } = commandLines(command, style, indent);
  const start = lineStart(source, stmt.span.start);
  // The whole line, so that what moves it out of `with app.run():` comes after.
  const span = { start, end: stmt.span.end };
  return { edits: [{ span, text: lines.map((line) => indent + line).join('\n') }], needs };
}

function manualReason({ rule, unit: of }: UnitContext, message: string): Reason {
  return { rule: rule.id, verdict: 'manual', message, span: of.stmt.nameSpan };
}
