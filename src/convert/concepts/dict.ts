import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Located } from '../../python/place.ts';
import type { InstanceValue } from '../../python/values.ts';
import type { Program } from '../../program/program.ts';
import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { pythonString } from '../settings/literals.ts';
import { referencesIn } from '../settings/references.ts';
import { storeOf } from '../stores/store.ts';
import { ruleReason } from '../verdict.ts';

const MAKERS = /^modal\.Dict\.(?:from_name|lookup|persisted)$/;

/** What each method becomes on the store, which holds text under text. */
const METHODS: Readonly<Record<string, (store: string) => string>> = {
  from_name: (store) => `Entries lie in \`${store}\` of \`fal.toolkit\`, as text, for 30 days`,
  get: read,
  __getitem__: read,
  contains: (store) =>
    `\`${store}.get(key)\` of \`fal.toolkit\` is \`None\` where there is no entry`,
  __contains__: (store) =>
    `\`${store}.get(key)\` of \`fal.toolkit\` is \`None\` where there is no entry`,
  put: write,
  __setitem__: write,
  __delitem__: (store) => `Delete it with \`${store}.delete(key)\` of \`fal.toolkit\``,
  pop: (store) =>
    `\`${store}\` of \`fal.toolkit\` has \`get\` and \`delete\`, which are two steps: others can come between them`,
  update: (store) => `Write entry by entry with \`${store}.set(key, value)\` of \`fal.toolkit\``,
  keys: list,
  values: list,
  items: list,
  len: list,
  clear: list,
};

/** `fal.toolkit.KVStore` is smaller than a Dict in every way: where the program asks for more, the mark says what it has. */
export function call({ rule, program }: CallContext, { file, scope, use }: CallSite): Part {
  const { symbol, span } = use;
  if (isStore(program, use.receiver)) return {};
  const method = symbol.name.slice(symbol.name.lastIndexOf('.') + 1);
  const words = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (!words) return { reasons: [ruleReason(rule, span, `\`${symbol.name}\``)] };
  const made = MAKERS.test(symbol.name) && use.call;
  const name = made ? nameAt({ names: file.names, scope, expr: made }) : nameOf(use.receiver);
  const store = name === undefined ? 'KVStore(...)' : `KVStore(${pythonString(name, '"')})`;
  return { reasons: [{ rule: rule.id, verdict: 'manual', message: words(store), span }] };
}

/** Whether the Dict becomes a store, with all that is asked of it. */
function isStore(program: Program, receiver: InstanceValue | undefined): boolean {
  const origin = receiver?.origin;
  const top = origin && referencesIn(program).at(origin.names, origin.expr.span.start);
  return top !== undefined && storeOf(program, top) !== undefined;
}

function read(store: string): string {
  return `Read it with \`${store}.get(key)\` of \`fal.toolkit\`, which gives text, or \`None\` where there is no entry`;
}

function write(store: string): string {
  return `Write it with \`${store}.set(key, value)\` of \`fal.toolkit\`, which takes text and keeps it for 30 days`;
}

function list(store: string): string {
  return `\`${store}\` of \`fal.toolkit\` does not list its keys: keep them in an entry of their own, or the whole in a database`;
}

function nameOf(receiver: InstanceValue | undefined): string | undefined {
  return receiver?.origin && nameAt(receiver.origin);
}

/** The name in `modal.Dict.from_name("settings")`. */
function nameAt(at: Located): string | undefined {
  const { names, scope, expr } = at;
  if (expr.kind !== 'call') return undefined;
  if (!MAKERS.test(names.symbolOf(expr.func, scope)?.symbol.name ?? '')) return undefined;
  const named = expr.args.find((arg) => arg.name === 'name' || arg.name === 'label');
  const first = expr.args.find((arg) => arg.name === undefined && arg.star === '');
  const given = named ?? first;
  return given && textOf(constantAt({ ...at, expr: given.value }));
}
