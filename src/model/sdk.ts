/** The public surface of one SDK, as content/sdk/modal.json and fal.json hold it. */
export interface Inventory {
  readonly package: string;
  readonly version: string;
  /** Top-level modules: `modal`; `fal` and `fal_client`. */
  readonly roots: readonly string[];
  /** By dotted name. */
  readonly symbols: Readonly<Record<string, InventoryEntry>>;
  /** By what a person types: `modal secret create`. */
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

export type InventoryEntry = SymbolEntry | AliasEntry;

/** Another path of `alias`, and of every name below it: `modal.cls.Obj.x` is `modal.Obj.x`. */
export interface AliasEntry {
  readonly alias: string;
}

export type SymbolKind =
  | 'module'
  | 'class'
  | 'exception'
  | 'function'
  | 'decorator'
  | 'method'
  | 'classmethod'
  | 'property'
  | 'attribute';

export interface SymbolEntry {
  readonly kind: SymbolKind;
  /** Names in order: `*` opens the keyword-only ones, `*args` and `**kwargs` keep their stars. */
  readonly params?: readonly string[];
  /** Class of the object that a call, or reading the attribute, gives. */
  readonly returns?: string;
  /** Class of what comes out of `with` or `for`. */
  readonly yields?: string;
  /** Class of the object that the decorated function or class becomes. */
  readonly decorates?: string;
  /** Every attribute that the class does not list is an object of this class. */
  readonly anyAttribute?: string;
  readonly bases?: readonly string[];
  /** A coroutine function, or one with an `.aio` twin. */
  readonly async?: true;
  /** Objects of the class exist, but the name cannot be imported. */
  readonly unreachable?: true;
}

export interface CommandEntry {
  /** Names of the positional arguments; `...` behind one that takes several. */
  readonly arguments?: readonly string[];
  /** By the longest spelling. */
  readonly options?: Readonly<Record<string, OptionEntry>>;
  readonly hidden?: true;
}

export interface OptionEntry {
  /** Other spellings of the option, and its opposite (`--no-x`). */
  readonly also?: readonly string[];
  /** It takes a value. */
  readonly value?: true;
}

export interface FalInventory extends Inventory {
  readonly clientVersion: string;
  readonly app: {
    /** What the body of a `fal.App` class may set. */
    readonly settings: readonly string[];
    /** What the class line may set: `class X(fal.App, keep_alive=300)`. */
    readonly classKeywords: readonly string[];
    /** Names that a user's method or attribute would break. */
    readonly reserved: readonly string[];
  };
  readonly machineTypes: Readonly<Record<string, MachineType>>;
  readonly regions: readonly string[];
}

export interface MachineType {
  readonly cpu: number;
  readonly memoryMb: number;
  readonly gpuMemoryGb?: number;
  /** No longer documented. */
  readonly old?: true;
}

/** Names that the SDK once had, as content/sdk/modal-history.json holds them. */
export interface History {
  readonly package: string;
  /** By dotted name; an entry with a `now` moves every name below it too: `modal.Stub.x` is `modal.App.x`. */
  readonly symbols: Readonly<Record<string, PastSymbol>>;
  /** By the modern name of the callee, then by the old keyword. */
  readonly keywords: Readonly<Record<string, Readonly<Record<string, PastKeyword>>>>;
  readonly commands: Readonly<Record<string, Past>>;
  /** Methods that a class had for what decorators do now: `__enter__`. */
  readonly lifecycle: Readonly<Record<string, Past>>;
}

export interface Past {
  /** The modern name; null where none means the same. */
  readonly now: string | null;
  /** First version in which the use fails; absent where it still works. */
  readonly removed?: string;
  /** What to write, as Markdown, where a new name alone does not do. */
  readonly instead?: string;
}

/** A name without a modern twin has a kind of its own, unless the inventory still holds it. */
export interface PastSymbol extends Past, Omit<Partial<SymbolEntry>, 'unreachable'> {
  /** The `gpu=` string that means the same. */
  readonly gpu?: string;
  /** The `gpu=` strings by the argument `size=`. */
  readonly sizes?: Readonly<Record<string, string>>;
}

export interface PastKeyword extends Past {
  /** The modern keyword wants a list around the value. */
  readonly wrap?: 'list';
}
