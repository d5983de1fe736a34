import type { Edit } from '../../model/span.ts';
import type { Constant } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { mentionsOf, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import { styleOf, textOfExpr } from '../layout.ts';
import type { Need } from '../part.ts';
import { quoteAt } from '../quotes.ts';
import { pythonString } from '../settings/literals.ts';
import { isClean } from './json-value.ts';
import type { Store, StoreUse } from './store.ts';

/** An edit of one file, with the names that it needs there. */
export interface StoreEdit {
  readonly names: Names;
  readonly edit: Edit;
  readonly needs: readonly Need[];
}

const JSON_NEED: Need = { module: 'json' };

/** `settings = modal.Dict.from_name("settings")` → `settings = KVStore("settings")`, and all that is done with it. */
export function storeEdits(store: Store): StoreEdit[] {
  const { names, made, name, uses } = store;
  const quote = quoteAt(names, made.span, styleOf(names));
  const definition: StoreEdit = {
    names,
    edit: { span: made.parens ?? made.span, text: `KVStore(${pythonString(name, quote)})` },
    needs: [{ module: 'fal.toolkit', name: 'KVStore' }],
  };
  return [definition, ...uses.flatMap(useEdits)];
}

function useEdits(use: StoreUse): StoreEdit[] {
  const { names, how, whole, value, aio } = use;
  const { key, needs } = keyOf(use);
  const call = (method: string, ...more: readonly string[]): string =>
    asked(use, method, [key, ...more]);
  const all = [...needs, ...(aio ? [{ module: 'asyncio' }] : [])];
  const at = (text: string, ...more: readonly Need[]): StoreEdit[] => [
    {
      names,
      edit: { span: use.stmt?.span ?? whole.parens ?? whole.span, text },
      needs: [...all, ...more],
    },
  ];
  switch (how) {
    case 'read':
      return at(`json.loads(${call('get')})`, JSON_NEED);
    case 'get':
      return at(`json.loads(${call('get')} or ${defaultOf(use)})`, JSON_NEED);
    case 'has':
    case 'has-not':
      return [{ names, edit: asks(use, call('get')), needs: all }];
    case 'delete':
      return at(call('delete'));
    default:
      return value ? written(use, value, key, [...all, JSON_NEED]) : [];
  }
}

/** `key in d` → `d.get(key) is not None`, and `not d.contains(key)` → `d.get(key) is None`. */
function asks({ names, how, whole }: StoreUse, got: string): Edit {
  const outer = parentOf(names, whole);
  const negated = outer?.kind === 'unary' && outer.op === 'not' ? outer : undefined;
  const isThere = (how === 'has') !== (negated !== undefined);
  const text = `${got} is ${isThere ? 'not ' : ''}None`;
  const all = negated ?? whole;
  return { span: all.parens ?? all.span, text: isAlone(names, all) ? text : `(${text})` };
}

/** The value stays as it is written: only what is around it changes. */
function written(
  { names, expr, whole, stmt, aio }: StoreUse,
  value: Expr,
  key: string,
  needs: readonly Need[],
): StoreEdit[] {
  const store = textOfExpr(names.module.source, expr);
  const span = value.parens ?? value.span;
  const all = (stmt ?? whole).span;
  const head = aio
    ? `await asyncio.to_thread(${store}.set, ${key}, json.dumps(`
    : `${store}.set(${key}, json.dumps(`;
  return [
    { names, edit: { span: { start: all.start, end: span.start }, text: head }, needs },
    { names, edit: { span: { start: span.end, end: all.end }, text: '))' }, needs: [] },
  ];
}

/** `store.get(key)`; a store has no methods to wait for, so they run in a thread where Modal's were awaited. */
function asked({ names, expr, aio }: StoreUse, method: string, args: readonly string[]): string {
  const store = textOfExpr(names.module.source, expr);
  const list = args.join(', ');
  return aio
    ? `await asyncio.to_thread(${store}.${method}, ${list})`
    : `${store}.${method}(${list})`;
}

/** A key is a part of an address. */
function keyOf({ names, scope, key, whole }: StoreUse): { key: string; needs: readonly Need[] } {
  const text = textOfExpr(names.module.source, key);
  if (isClean({ names, scope, expr: key })) return { key: text, needs: [] };
  const quote = quoteAt(names, whole.span, styleOf(names));
  // A variable of the program's may have the name.
  const isTaken = mentionsOf(names, 'quote').length > 0;
  return {
    key: `${isTaken ? 'urllib.parse.quote' : 'quote'}(${text}, safe=${quote}${quote})`,
    needs: [isTaken ? { module: 'urllib.parse' } : { module: 'urllib.parse', name: 'quote' }],
  };
}

/** What stands for an entry that is not there, as JSON. */
function defaultOf({ names, scope, whole, value }: StoreUse): string {
  const quote = quoteAt(names, whole.span, styleOf(names));
  if (!value) return `${quote}null${quote}`;
  const json = jsonText(constantAt({ names, scope, expr: value }), value);
  return json === undefined
    ? `json.dumps(${textOfExpr(names.module.source, value)})`
    : pythonString(json, quote);
}

function jsonText(constant: Constant, value: Expr): string | undefined {
  if (value.kind === 'dict' && value.entries.length === 0) return '{}';
  if (value.kind === 'list' && value.items.length === 0) return '[]';
  if (constant.kind !== 'value' || value.kind === 'name') return undefined;
  if (typeof constant.value === 'number')
    return constant.float && Number.isInteger(constant.value)
      ? `${constant.value}.0`
      : String(constant.value);
  return JSON.stringify(constant.value);
}

/** Where a comparison needs no parentheses: beside `and`, `or` and `not`, and where nothing is around it. */
function isAlone(names: Names, whole: Expr): boolean {
  if (whole.parens) return false;
  const parent = parentOf(names, whole);
  if (!parent) return true;
  if (parent.kind === 'binary') return parent.op === 'and' || parent.op === 'or';
  if (parent.kind === 'call') return parent.func !== whole;
  return parent.kind === 'comprehension' || (parent.kind === 'unary' && parent.op === 'not');
}
