import { isLine, knownText, linesOf, mapLines, type Item, type Line } from './template.ts';

/** `ENV KEY=value`, one variable. */
const VARIABLE = /^ENV (\w+)=(\S*)$/;

/** A Dockerfile that says nothing twice: several layers bring uv, set the same variable, or need the same folder on the path. */
export function withoutRepeats(items: readonly Item[]): Item[] {
  return withoutRepeatedVariables(withoutRepeatedCopies(items));
}

/** Each layer that needs uv brings it. */
function withoutRepeatedCopies(items: readonly Item[]): Item[] {
  const seen = new Set<Line>();
  return items.flatMap((item) => {
    const inside = new Set(seen);
    const isNew = (line: Line): boolean => {
      if (typeof line !== 'string' || !line.startsWith('COPY --from=')) return true;
      const known = inside.has(line);
      if (isLine(item)) seen.add(line);
      return !known;
    };
    return mapLines([item], (line) => (isNew(line) ? [line] : []));
  });
}

/** A variable is not set to what it is already, if nothing between may have changed it. */
function withoutRepeatedVariables(items: readonly Item[]): Item[] {
  const values = new Map<string, string>();
  return items.filter((item) => {
    const found = typeof item === 'string' ? VARIABLE.exec(item) : undefined;
    if (!found) {
      if (linesOf([item]).some(setsVariables)) values.clear();
      return true;
    }
    const [, key = '', value = ''] = found;
    if (values.get(key) === value && !value.includes('$')) return false;
    values.set(key, value);
    return true;
  });
}

/** Whether a line sets variables that are not looked at one by one, or begins another stage. */
function setsVariables(line: Line): boolean {
  return /^\s*(?:ENV|FROM|ARG)\s/im.test(knownText(line));
}
