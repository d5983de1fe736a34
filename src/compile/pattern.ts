import type { SdkFile } from '../model/rule-set.ts';
import type { Match } from '../model/rule.ts';

/** A rule object of ast-grep, as much of it as the emitted files use. */
export interface Pattern {
  readonly kind?: string;
  readonly pattern?: string;
  readonly regex?: string;
  readonly any?: readonly Pattern[];
  readonly not?: Pattern;
  readonly has?: Pattern & { readonly field?: string };
  readonly inside?: Pattern;
}

/** What ast-grep is asked for in place of matches: it sees how a name is written, not what it means. */
export function patternOf(matches: readonly Match[], sdk: SdkFile): Pattern {
  const keywords = matches.filter(({ role }) => role === 'keyword');
  const others = matches.filter(({ role }) => role !== 'keyword');
  // The installed command line compiles, too, in `verify`: Node 20 has no `Map.groupBy`.
  const byName = new Map<string, Match[]>();
  for (const match of keywords) {
    const { keyword = '' } = match;
    byName.set(keyword, [...(byName.get(keyword) ?? []), match]);
  }
  const patterns = [
    ...others.map((match) => symbolPattern(match, sdk)),
    ...[...byName].map(([keyword, callees]) => keywordPattern(keyword, callees, sdk)),
  ];
  const [only, ...more] = patterns;
  return only && more.length === 0 ? only : { any: patterns };
}

/** Addresses in strings of Python and of shells. */
export function addressPattern(matches: readonly Match[]): Pattern {
  const hosts = matches.map(({ symbol }) => symbol.replaceAll('.', '\\.')).join('|');
  return { kind: 'string', regex: `\\.(${hosts})\\b` };
}

/** Shell commands, also behind `uv run` and the like. */
export function commandPattern(matches: readonly Match[]): Pattern {
  const required = matches.filter(({ role }) => role === 'requirement');
  if (required.length > 0) return installPattern(required);
  const names = matches.map(({ symbol }) => symbol.split(' ').join('[ \\t]+'));
  return { kind: 'command', regex: `^([\\w.=/-]+[ \\t]+){0,3}(${names.join('|')})(\\s|$)` };
}

/** `pip install modal`, `uv add "modal>=1"`; lists of requirements are no code that ast-grep reads. */
function installPattern(matches: readonly Match[]): Pattern {
  const names = matches.map(({ symbol }) => symbol).join('|');
  return { kind: 'command', regex: `\\b(install|add)\\b.*\\s["']?(${names})([\\s<>=~!"'\\[]|$)` };
}

function symbolPattern(match: Match, sdk: SdkFile): Pattern {
  const { role, symbol } = match;
  if (role === 'reference') return importPattern(symbol);
  const names = spellings(match, sdk);
  const calls = names.map((name) => `${name}($$$)`);
  if (role === 'decorator') return { kind: 'decorator', has: anyOf([...calls, ...names]) };
  if (role !== 'call') return anyOf([...names, ...classMethods(symbol, sdk)]);
  // The `.aio` twin of a call is the same call, awaited.
  const twins = names.map((name) => `${name}.aio($$$)`);
  const pattern = anyOf(isAsync(symbol) ? [...calls, ...twins] : calls);
  if (match.receiver !== 'function') return pattern;
  return { ...pattern, not: symbolPattern({ ...match, receiver: 'method' }, sdk) };
}

/** Members of classes have twins. */
function isAsync(symbol: string): boolean {
  return symbol.split('.').length > 2;
}

function keywordPattern(keyword: string, callees: readonly Match[], sdk: SdkFile): Pattern {
  const callee = anyOf(callees.flatMap((match) => spellings(match, sdk)));
  return {
    kind: 'keyword_argument',
    has: { field: 'name', regex: `^${keyword}$` },
    inside: {
      kind: 'argument_list',
      inside: { kind: 'call', has: { field: 'function', ...callee } },
    },
  };
}

function importPattern(symbol: string): Pattern {
  const [root = symbol, ...path] = symbol.split('.');
  if (path.length > 0) return { pattern: `from ${root} import ${path.join('.')}` };
  return anyOf([`import ${root}`, `import ${root} as $NAME`, `from ${root} import $$$`]);
}

function anyOf(patterns: readonly string[]): Pattern {
  const [only, ...more] = patterns;
  if (only !== undefined && more.length === 0) return { pattern: only };
  return { any: patterns.map((pattern) => ({ pattern })) };
}

/** How programs write a name: `modal.Secret.from_name`, `Secret.from_name`, `$OBJECT.pip_install`. */
function spellings({ symbol, receiver }: Match, sdk: SdkFile): string[] {
  const last = symbol.split('.').at(-1) ?? symbol;
  if (receiver === 'method') return [`$OBJECT.$METHOD.${last}`];
  if (isOfObject(symbol, sdk)) return [`$OBJECT.${last}`];
  const short = symbol.split('.').slice(1).join('.');
  // A bare `method` or `Image` means many things; `Image.from_registry` does not.
  return short.includes('.') ? [symbol, short] : [symbol];
}

/** Whether a name is asked of an object, whose variable can have any name. */
function isOfObject(symbol: string, { symbols }: SdkFile): boolean {
  const kind = symbols[symbol]?.kind;
  const of = symbols[symbol.slice(0, symbol.lastIndexOf('.'))]?.kind;
  return kind === 'method' || kind === 'property' || (kind === 'decorator' && of === 'class');
}

function classMethods(symbol: string, { symbols }: SdkFile): string[] {
  const names = Object.keys(symbols).filter((name) => {
    return symbols[name]?.kind === 'classmethod' && name.startsWith(`${symbol}.`);
  });
  return names.map((name) => `${name.split('.').slice(1).join('.')}($$$)`);
}
