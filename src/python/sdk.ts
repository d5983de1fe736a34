/** What the resolver knows of one SDK: names that exist, and what calling, decorating and asking for an attribute gives. */
export interface Sdk {
  /** The top-level modules of the SDK: `modal`; `fal` and `fal_client`. */
  readonly roots: readonly string[];
  /** What a dotted name is; names of the past come back as what they are called now. */
  lookup(name: string): SdkSymbol | undefined;
  /** What a keyword of a callable is called now. */
  keyword(symbol: string, keyword: string): string;
}

export interface SdkSymbol {
  /** The canonical dotted name. */
  readonly name: string;
  /** The name of the past by which it was found. */
  readonly legacy?: string;
  readonly kind: 'module' | 'class' | 'function' | 'attribute';
  /** Class of the object that a call, or reading the attribute, gives. */
  readonly returns?: string;
  /** Class of the object that a decorated function or class becomes. */
  readonly decorates?: string;
  /** Names of the parameters, with `*args`, `**kwargs`. */
  readonly params?: readonly string[];
  /** Every attribute that the class does not list is an object of this class. */
  readonly anyAttribute?: string;
}
