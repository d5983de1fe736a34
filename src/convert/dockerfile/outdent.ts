import { readModule } from '../../python/module.ts';
import { contains, expressionsIn } from '../../python/walk.ts';

/** An expression of several rows, one `indent` nearer to the margin; rows inside of strings stay as they are. */
export function outdented(code: string, indent: string): string {
  const { source, body } = readModule(`_ = ${code}`);
  const strings = [...expressionsIn(body)].flatMap((expr) =>
    expr.kind === 'string' || expr.kind === 'fstring' ? expr.pieces.map(({ span }) => span) : [],
  );
  const rows = source.replaceAll(`\n${indent}`, (row, at: number) => {
    const isText = strings.some((span) => contains(span, { start: at, end: at + 1 }));
    return isText ? row : '\n';
  });
  return rows.slice('_ = '.length);
}
