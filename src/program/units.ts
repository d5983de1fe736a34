import type {
  Argument,
  CallExpr,
  ClassStmt,
  Decorator,
  Expr,
  FunctionStmt,
} from '../python/syntax.ts';
import type { Constant } from '../python/constant.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { Use } from '../python/uses.ts';
import type { ProgramFile } from './program.ts';

/** A function or class that runs on Modal, or the entrypoint that starts it, with what its decorators say. */
export interface Unit {
  readonly kind: 'function' | 'class' | 'entrypoint';
  readonly name: string;
  readonly file: ProgramFile;
  readonly stmt: FunctionStmt | ClassStmt;
  /** The scope in which it stands. */
  readonly scope: Scope;
  readonly app?: AppObject;
  /** All its decorators, outermost first; the user's own have no symbol. */
  readonly decorators: readonly UnitDecorator[];
  /** Keywords of `@app.function`/`@app.cls` by today's names; the App's `image`, `secrets` and `volumes` are folded in. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** Of a class, in order of the text; those without a Modal decorator too. */
  readonly methods: readonly Method[];
  /** Hooks of its base classes in this tree that it does not define itself, in the order in which they run. */
  readonly inherited: readonly InheritedMethod[];
  /** Where other code calls it. */
  readonly sites: readonly CallSite[];
  /** What keeps it from being known: `**kwargs`, a closure … One sentence each. */
  readonly doubts: readonly string[];
}

export interface UnitDecorator {
  readonly decorator: Decorator;
  readonly symbol?: SdkSymbol;
  readonly call?: CallExpr;
}

/** `modal.App("name", …)`. */
export interface AppObject {
  readonly name: Constant;
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
}

/** A keyword argument, with the module and scope in which its value is to be read. */
export interface Setting {
  readonly name: string;
  readonly argument: Argument;
  readonly value: Expr;
  readonly names: Names;
  readonly scope: Scope;
  /** Comes from the App. */
  readonly inherited: boolean;
  /** The condition that decides whether it is set, or how, where nobody knows it before the program runs. */
  readonly when?: string;
  /** What the App says, to which this is added: its `secrets` come first, of its `volumes` this one's win. */
  readonly base?: Setting;
}

export type MethodRole = 'enter' | 'exit' | 'method' | 'web' | 'batched' | 'plain';

export interface Method {
  readonly stmt: FunctionStmt;
  readonly role: MethodRole;
  readonly decorators: readonly UnitDecorator[];
  /** With role `enter`: runs before the snapshot. */
  readonly snap: boolean;
}

/** A hook that stands in a base class. */
export interface InheritedMethod extends Method {
  /** The file of the base class. */
  readonly names: Names;
}

/** A use on a unit's function or method: `f.remote(1)`, `Model().generate.map(xs)`. */
export interface CallSite {
  readonly file: ProgramFile;
  readonly use: Use;
  /** The method's name, of a class. */
  readonly method?: string;
  readonly scope: Scope;
  /** The unit is found by its App's name and its own: `modal.Function.from_name("app", "f").remote(1)`. */
  readonly lookedUp?: true;
  /** Another unit writes it; this one only converts together with it. */
  readonly alongside?: true;
}
