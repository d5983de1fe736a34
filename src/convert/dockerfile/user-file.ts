import { pythonString } from '../settings/literals.ts';
import { textOfExpr } from '../layout.ts';
import type { UnitContext } from '../part.ts';
import type { UserFile } from './layer.ts';
import { fileExpression } from './build-context.ts';
import { folderOfPath } from './tree-path.ts';

/** The path of the user's Dockerfile as an expression of the unit's file. */
export function userPath(
  { file, style }: UnitContext,
  { expr, names, text, place }: UserFile,
): string | undefined {
  const literal = expr.kind === 'string' || expr.kind === 'name';
  if (names === file.names && (literal || text === undefined)) {
    return textOfExpr(names.module.source, expr);
  }
  if (place?.from === 'tree')
    return fileExpression(folderOfPath(file.path), place.path, style.quote);
  return text === undefined ? undefined : pythonString(text, style.quote);
}
