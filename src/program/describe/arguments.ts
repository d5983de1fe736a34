import {
  isDict,
  isList,
  isUnknown,
  type Arguments,
  type Data,
  type Fact,
  type Made,
} from '../../model/program-data.ts';
import type { Names } from '../../python/names.ts';
import type { Frame } from '../../python/place.ts';
import type { Scope } from '../../python/scopes.ts';
import type { SdkSymbol } from '../../python/sdk.ts';
import type { Argument, CallExpr } from '../../python/syntax.ts';
import { keysOnly } from './hide.ts';
import { dataOf, sureOf, type ObjectReader } from './values.ts';

/** A call of the SDK, and where its arguments are to be read. */
export interface SdkCall {
  readonly symbol: SdkSymbol;
  readonly names: Names;
  readonly scope: Scope;
  /** Absent for a decorator without parentheses. */
  readonly call?: CallExpr;
  readonly frame?: Frame;
}

/** Parameters whose values are nobody's business. */
const SECRET_PARAMETERS = new Set(['env_dict', 'env']);
/** Where variables are settings, not secrets, as a rule. */
const OPEN = new Set(['modal.Image.env']);

/** What a call of the SDK says, by the names that its parameters have today. */
export function madeBy(at: SdkCall, objects: ObjectReader): Made {
  const { symbol } = at;
  const { values, doubt } = new ArgumentReader(at, objects).read();
  const facts = Object.entries(values).map(([name, value]): [string, Fact] => [
    name,
    sureOf(hidden(symbol, name, value)),
  ]);
  const args: Arguments = Object.fromEntries(facts);
  return {
    made: symbol.name,
    ...(symbol.legacy !== undefined && { legacy: symbol.legacy }),
    arguments: args,
    ...(doubt !== undefined && { doubt }),
  };
}

function hidden({ name: symbol }: SdkSymbol, parameter: string, value: Data): Data {
  return SECRET_PARAMETERS.has(parameter) && !OPEN.has(symbol) ? keysOnly(value) : value;
}

class ArgumentReader {
  private readonly at: SdkCall;
  private readonly objects: ObjectReader;
  private readonly values: Record<string, Data> = {};
  private readonly positional: Data[] = [];
  private doubt: string | undefined;

  constructor(at: SdkCall, objects: ObjectReader) {
    this.at = at;
    this.objects = objects;
  }

  read(): { values: Readonly<Record<string, Data>>; doubt: string | undefined } {
    for (const argument of this.at.call?.args ?? []) this.add(argument);
    return { values: { ...this.placed(), ...this.values }, doubt: this.doubt };
  }

  private add({ name, star, value: expr }: Argument): void {
    const { names, scope, frame } = this.at;
    const value = dataOf({ names, scope, expr, ...(frame && { frame }) }, this.objects);
    if (star === '*') this.spread(value);
    else if (star === '**') this.spreadNamed(value);
    else if (name !== undefined) this.named(name, value);
    else this.positional.push(value);
  }

  private named(name: string, value: Data): void {
    const { names, symbol } = this.at;
    this.values[names.sdk.keyword(symbol.name, name)] = value;
  }

  private spread(value: Data): void {
    if (isList(value)) this.positional.push(...value);
    else this.doubt ??= whyOf(value, 'no list');
  }

  private spreadNamed(value: Data): void {
    if (!isDict(value)) this.doubt ??= whyOf(value, 'no dict');
    else {
      for (const { key, value: inner } of value.dict) {
        if (typeof key === 'string') this.named(key, inner);
        else this.doubt ??= whyOf(key, 'no name');
      }
    }
  }

  /** Positional arguments by the parameters that take them. */
  private placed(): Record<string, Data> {
    const found: Record<string, Data> = {};
    const { params = [] } = this.at.symbol;
    const rest = [...this.positional];
    for (const param of params) {
      if (rest.length === 0 || param === '*' || param.startsWith('**')) break;
      if (param.startsWith('*')) found[param.slice(1)] = rest.splice(0);
      else {
        const [value = null] = rest.splice(0, 1);
        found[param] = value;
      }
    }
    rest.forEach((value, i) => (found[String(i)] = value));
    return found;
  }
}

function whyOf(value: Data, otherwise: string): string {
  return isUnknown(value) ? value.unknown : otherwise;
}
