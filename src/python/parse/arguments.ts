import type { Argument } from '../syntax.ts';
import { readComprehension } from './comprehension.ts';
import type { ExpressionReader } from './expression.ts';

/** Reads `(a, *b, c=d, **e)`, also the bases of a class. */
export function readArguments(reader: ExpressionReader): Argument[] {
  reader.expect('(');
  const args: Argument[] = [];
  while (!reader.done && !reader.is(')')) {
    args.push(readArgument(reader));
    if (!reader.accept(',')) break;
  }
  reader.expect(')');
  return args;
}

function readArgument(reader: ExpressionReader): Argument {
  const { start, end, kind, text } = reader.peek();
  const star = reader.accept('**') ?? reader.accept('*');
  if (star) {
    const value = reader.expression();
    return { star: star.text === '*' ? '*' : '**', value, span: reader.from(start) };
  }
  if (kind === 'name' && reader.peek(1).text === '=' && reader.peek(1).kind === 'op') {
    reader.next();
    reader.next();
    const value = reader.expression();
    return { name: text, nameSpan: { start, end }, star: '', value, span: reader.from(start) };
  }
  const value = reader.element();
  const generator = readComprehension(reader, [value], start);
  return { star: '', value: generator ?? value, span: reader.from(start) };
}
