import { isOfText, type Match, type Rule } from '../model/rule.ts';
import type { Use } from '../python/uses.ts';

/** What of a use decides who owns it. */
export type OwnedUse = Pick<Use, 'symbol' | 'role' | 'keyword' | 'receiver'>;

/** Finds the rule with the most specific match for a use. */
export type OwnerOf = (use: OwnedUse) => Rule | undefined;

interface Entry {
  readonly rule: Rule;
  readonly match: Match;
}

/** Prepares a set of rules: one look-up a segment of the used name, however many rules there are. */
export function makeOwner(rules: readonly Rule[]): OwnerOf {
  const bySymbol = new Map<string, Entry[]>();
  for (const rule of rules) {
    for (const match of rule.matches) {
      if (isOfText(match)) continue;
      const list = bySymbol.get(match.symbol);
      if (list) list.push({ rule, match });
      else bySymbol.set(match.symbol, [{ rule, match }]);
    }
  }
  for (const list of bySymbol.values()) list.sort((a, b) => weight(b.match) - weight(a.match));
  return (use) => {
    const { name } = use.symbol;
    const exact = bySymbol.get(name)?.find(({ match }) => fits(match, use));
    if (exact || use.role === 'keyword') return exact?.rule;
    for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
      const above = bySymbol.get(name.slice(0, end))?.find(({ match }) => ownsBelow(match, use));
      if (above) return above.rule;
    }
    return undefined;
  };
}

const owners = new WeakMap<readonly Rule[], OwnerOf>();

/** The rule that owns a use; prepared once for each list of rules. */
export function ownerOf(use: OwnedUse, rules: readonly Rule[]): Rule | undefined {
  const known = owners.get(rules);
  if (known) return known(use);
  const owner = makeOwner(rules);
  owners.set(rules, owner);
  return owner(use);
}

/** A receiver says more than a role. */
function weight({ receiver, role }: Match): number {
  return (receiver ? 2 : 0) + (role ? 1 : 0);
}

function fits({ role, keyword, receiver }: Match, use: OwnedUse): boolean {
  if (role === 'keyword') return use.role === 'keyword' && use.keyword?.name === keyword;
  if (use.role === 'keyword') return false;
  // `import modal` is a row of its own, and no other row is about imports.
  if (use.role === 'import') return role === 'reference';
  if (role !== undefined && role !== use.role && !isMention(role, use)) return false;
  return receiver === undefined || receiver === receiverOf(use);
}

/** `def f(app: modal.App)`, `modal.concurrent(max_inputs=2)(f)`: a name that is used in another way is about the same thing. */
function isMention(role: Match['role'], use: OwnedUse): boolean {
  if (use.role === 'call') return role === 'decorator';
  return use.role === 'reference' && (role === 'call' || role === 'decorator');
}

/** `modal` itself owns imports and modules only, or it would own every name that no other row has. */
function ownsBelow(match: Match, use: OwnedUse): boolean {
  if (match.role === 'keyword') return false;
  const isRoot = !match.symbol.includes('.');
  if (!isRoot) return fits(match, use);
  const isModule = use.role === 'import' || use.symbol.kind === 'module';
  return isModule && match.role === 'reference';
}

/** Whether a function is a method of a class of the user's: `C().m.remote`, `Cls.from_name(…)().m.remote`. */
export function receiverOf({ receiver }: OwnedUse): Match['receiver'] {
  if (!receiver) return undefined;
  return (receiver.definition?.owner ?? receiver.object) ? 'method' : 'function';
}
