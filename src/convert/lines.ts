/** Where a call stands, for its layout. */
export interface CallPlace {
  /** White space before the line on which it starts. */
  readonly indent: string;
  /** One level of the file's indentation. */
  readonly unit: string;
  /** Columns of its first line that stand before and after it. */
  readonly before: number;
  readonly after?: number;
  readonly width?: number;
}

/** What most formatters allow. */
const WIDTH = 100;

/** `callee(a, b)` on one line where it fits, else an argument a line. */
export function callText(callee: string, args: readonly string[], place: CallPlace): string {
  const { indent, unit, before, after = 0, width = WIDTH } = place;
  const line = `${callee}(${args.join(', ')})`;
  if (args.length === 0 || line.includes('\n') || before + line.length + after <= width)
    return line;
  const inner = indent + unit;
  return [`${callee}(`, ...args.map((arg) => `${inner}${arg},`), `${indent})`].join('\n');
}

/** `[f.submit(x) for x in xs]`, perhaps in a call. */
export interface ListText {
  /** `[`, or `as_completed([`. */
  readonly open: string;
  readonly element: string;
  /** `x in xs`. */
  readonly loop: string;
  readonly close: string;
}

/** A list on one line where it fits, else its element and its loop on lines of their own. */
export function listText(list: ListText, place: CallPlace): string {
  const { open, element, loop, close } = list;
  const { indent, unit, before, after = 0, width = WIDTH } = place;
  const line = `${open}${element} for ${loop}${close}`;
  if (line.includes('\n') || before + line.length + after <= width) return line;
  return [open, `${indent}${unit}${element}`, `${indent}${unit}for ${loop}`, indent + close].join(
    '\n',
  );
}

/** `(future.result() for future in [f.submit(x) for x in xs])`; without `brackets` it is the only argument of a call. */
export function comprehensionText(
  brackets: '()' | '[]' | '',
  head: { readonly element: string; readonly target: string },
  list: ListText,
  place: CallPlace,
): string {
  const [open = '', close = ''] = brackets;
  const { indent, unit, before, after = 0, width = WIDTH } = place;
  const start = `for ${head.target} in `;
  const whole = listText(list, { indent: '', unit: '', before: -Infinity });
  const line = `${open}${head.element} ${start}${whole}${close}`;
  if (line.includes('\n') || before + line.length + after <= width) return line;
  const inner = indent + unit;
  const source = listText(list, {
    ...place,
    indent: inner,
    before: inner.length + start.length,
    after: 0,
  });
  return [open, inner + head.element, inner + start + source, indent + close].join('\n');
}
