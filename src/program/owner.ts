import type { Match, Rule } from '../model/rule.ts';
import type { Use } from '../python/uses.ts';

/** What is asked of a use to know which rule it belongs to. */
export type Owned = Pick<Use, 'symbol' | 'role' | 'keyword' | 'receiver'>;

/** Finds the rule that owns a use: the one with the most specific match. */
export type OwnerOf = (use: Owned) => Rule | undefined;

interface Entry {
  readonly match: Match;
  readonly rule: Rule;
}

/** Indexes rules by what they match, once, so that a use costs a few look-ups. */
export function makeOwner(rules: readonly Rule[]): OwnerOf {
  const symbols = new Map<string, Entry[]>();
  for (const rule of rules) {
    for (const match of rule.matches) {
      if (match.role === 'command') continue;
      const key = match.keyword === undefined ? match.symbol : `${match.symbol}(${match.keyword})`;
      symbols.set(key, [...(symbols.get(key) ?? []), { match, rule }]);
    }
  }
  return (use) => {
    if (use.keyword) return pick(symbols.get(`${use.symbol.name}(${use.keyword.name})`), use);
    for (
      let name = use.symbol.name;
      name !== '';
      name = name.slice(0, Math.max(0, name.lastIndexOf('.')))
    ) {
      // The module itself is a prefix of everything: only its own mention is its.
      if (!name.includes('.') && name !== use.symbol.name) return undefined;
      const found = pick(symbols.get(name), use);
      if (found) return found;
    }
    return undefined;
  };
}

/** Among matches of one name: those with a receiver or a role say more than those without. */
function pick(entries: readonly Entry[] | undefined, use: Owned): Rule | undefined {
  const fitting = entries?.filter(({ match }) => fits(match, use)) ?? [];
  const weight = ({ match }: Entry): number =>
    Number(match.receiver !== undefined) * 2 + Number(match.role !== undefined);
  return fitting.toSorted((a, b) => weight(b) - weight(a))[0]?.rule;
}

function fits({ role, receiver, symbol }: Match, use: Owned): boolean {
  if (receiver !== undefined && receiver !== receiverOf(use)) return false;
  if (use.role === 'import')
    return role === 'reference' && symbol === use.symbol.name && !symbol.includes('.');
  return role === undefined || role === use.role;
}

/** Whether a use on a Modal function is on a function of its own or on a method of a class. */
export function receiverOf({ receiver }: Owned): 'function' | 'method' | undefined {
  if (!receiver) return undefined;
  return (receiver.definition?.owner ?? receiver.object) ? 'method' : 'function';
}
