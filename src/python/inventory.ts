import type { PastEntry, SdkEntry, SdkFile } from '../model/rule-set.ts';
import type { Sdk, SdkSymbol } from './sdk.ts';

const KINDS = new Map<string, SdkSymbol['kind']>([
  ['module', 'module'],
  ['class', 'class'],
  ['exception', 'class'],
  ['property', 'attribute'],
  ['attribute', 'attribute'],
]);

/** Makes the resolver's view of an SDK from its inventory. */
export function makeSdk(file: SdkFile): Sdk {
  const found = new Map<string, SdkSymbol | undefined>();
  const symbolEntry = file.symbol ?? ((name: string) => entryOf(file.symbols, name));
  const pastEntry = file.gone ?? ((name: string) => entryOf(file.past, name));

  const lookup = (name: string): SdkSymbol | undefined => {
    if (found.has(name)) return found.get(name);
    found.set(name, undefined); // an alias of itself is nothing
    const symbol = find(name);
    found.set(name, symbol);
    return symbol;
  };

  const find = (name: string): SdkSymbol | undefined => {
    const gone = pastEntry(name);
    if (gone) return pastSymbol(name, gone);
    const entry = symbolEntry(name);
    if (entry?.alias !== undefined) return lookup(entry.alias);
    if (entry) return symbolOf(name, entry);
    return inherited(name);
  };

  const pastSymbol = (name: string, gone: PastEntry): SdkSymbol => {
    const today = gone.now === undefined ? undefined : lookup(gone.now);
    if (today) return { ...today, legacy: name };
    return { ...symbolOf(name, gone), legacy: name };
  };

  /** `modal.functions.FunctionCall.get`, `modal.Stub.function`, a method of a base class. */
  const inherited = (name: string): SdkSymbol | undefined => {
    const dot = name.lastIndexOf('.');
    if (dot < 0) return undefined;
    const parent = lookup(name.slice(0, dot));
    if (!parent) return undefined;
    const attr = name.slice(dot + 1);
    const same = `${parent.name}.${attr}`;
    if (same !== name) {
      const symbol = lookup(same);
      return symbol && parent.legacy !== undefined ? { ...symbol, legacy: name } : symbol;
    }
    for (const base of symbolEntry(parent.name)?.bases ?? []) {
      const symbol = base === parent.name ? undefined : lookup(`${base}.${attr}`);
      if (symbol) return { ...symbol, name };
    }
    return undefined;
  };

  return {
    roots: file.roots,
    lookup,
    keyword: (symbol, keyword) => entryOf(entryOf(file.keywords, symbol), keyword) ?? keyword,
  };
}

/** As a map would have it, without making one of an inventory of which a run asks for little. */
function entryOf<Entry>(
  table: Readonly<Record<string, Entry>> | undefined,
  name: string,
): Entry | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

function symbolOf(name: string, entry: SdkEntry & PastEntry): SdkSymbol {
  const { params, returns = entry.yields, decorates, anyAttribute } = entry;
  return {
    name,
    kind: KINDS.get(entry.kind ?? '') ?? 'function',
    ...(params && { params }),
    ...(returns !== undefined && { returns }),
    ...(decorates !== undefined && { decorates }),
    ...(anyAttribute !== undefined && { anyAttribute }),
  };
}
