import type { Param } from '../syntax.ts';
import type { ExpressionReader } from './expression.ts';

/** What ends parameters: those of a function, or of a lambda. */
type Close = ')' | ':';

/** Reads parameters up to `close`, which is left unread. */
export function readParams(reader: ExpressionReader, close: Close): Param[] {
  const params: Param[] = [];
  let keywordOnly = false;
  while (!reader.done && !reader.is(close)) {
    if (reader.accept('/'))
      params.forEach((param, i) => (params[i] = { ...param, kind: 'positional-only' }));
    else if (reader.is('*') && [',', close].includes(reader.peek(1).text))
      keywordOnly = reader.next().text === '*';
    else {
      const param = readParam(reader, close, keywordOnly ? 'keyword-only' : 'positional');
      if (!param) break;
      if (param.star === '*') keywordOnly = true;
      params.push(param);
    }
    if (!reader.accept(',')) break;
  }
  return params;
}

function readParam(reader: ExpressionReader, close: Close, kind: Param['kind']): Param | undefined {
  const { start } = reader.peek();
  const star = reader.accept('**') ?? reader.accept('*');
  const name = reader.peek();
  if (name.kind !== 'name') {
    reader.fail();
    return undefined;
  }
  reader.next();
  const annotation = close === ')' && reader.accept(':') ? reader.element() : undefined;
  const value = reader.accept('=') ? reader.expression() : undefined;
  return {
    name: name.text,
    nameSpan: { start: name.start, end: name.end },
    span: reader.from(start),
    star: star ? (star.text === '*' ? '*' : '**') : '',
    kind,
    ...(annotation && { annotation }),
    ...(value && { default: value }),
  };
}
