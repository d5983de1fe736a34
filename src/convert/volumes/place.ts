import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Expr, FStringExpr } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import { quoteAt } from '../quotes.ts';
import { pythonString } from '../settings/literals.ts';
import type { VolumeSite } from './site.ts';

/** Where a path of a volume lies on fal, as Python. */
export interface Place {
  readonly code: string;
  /** The path, where all of it is known. */
  readonly path?: string;
}

// A placeholder holds no quote, no backslash and no brace before Python 3.12.
const FITS = /^[\w.()[\], ]+$/;

/** `"/a.txt"` → `"/data/models/a.txt"`, `f"{run}/a.txt"` → `f"/data/models/{run}/a.txt"`, `name` → `f"/data/models/{name}"`. */
export function placeOf(site: VolumeSite, expr: Expr): Place {
  const { names, scope, directory } = site;
  const quote = quoteAt(names, expr.span, site.style);
  const text = textOf(constantAt({ names, scope, expr }));
  if (text !== undefined) {
    const rest = relative(text);
    const path = rest === '' ? directory : `${directory}/${rest}`;
    return { code: pythonString(path, quote), path };
  }
  const joined = expr.kind === 'fstring' ? joinedText(site, expr) : undefined;
  if (joined !== undefined) return { code: joined };
  const source = textOfExpr(names.module.source, expr);
  if (FITS.test(source)) return { code: `f${quote}${directory}/{${source}}${quote}` };
  return { code: `${pythonString(`${directory}/`, quote)} + str(${source})` };
}

/** Paths inside a volume start at its root, with a slash or without. */
function relative(text: string): string {
  return text.replace(/^\.?\/+|^\.$/, '').replace(/\/+$/, '');
}

/** The user's own f-string, with the directory put in front. */
function joinedText({ names, directory }: VolumeSite, expr: FStringExpr): string | undefined {
  const { source } = names.module;
  const [piece, second] = expr.pieces;
  if (!piece || second || piece.prefix !== 'f' || piece.quote.length > 1) return undefined;
  const body = source.slice(piece.body.start, piece.body.end).replace(/^\.?\/+/, '');
  const head = source.slice(piece.span.start, piece.body.start);
  return `${head}${directory}/${body}${piece.quote}`;
}
