import type { Rule } from './rule.ts';

/** Everything that the installed command line needs: rules/rules.json. */
export interface RuleSet {
  /** Of the file's form; a reader refuses what it does not know. */
  readonly version: 1;
  readonly homepage: string;
  readonly rules: readonly Rule[];
  /** What the resolver knows of the Modal SDK. */
  readonly sdk: SdkFile;
}

/** An inventory of an SDK with its history, in the form that is loaded at every start. */
export interface SdkFile {
  /** The top-level modules: `modal`. */
  readonly roots: readonly string[];
  readonly symbols: Readonly<Record<string, SdkEntry>>;
  /** One of the symbols, where that can be had without reading all of them. */
  readonly symbol?: (name: string) => SdkEntry | undefined;
  /** One of the names of the past, as `symbol`. */
  readonly gone?: (name: string) => PastEntry | undefined;
  /** Names of the past; `now` is what they are called today, absent where nothing has taken their place. */
  readonly past: Readonly<Record<string, PastEntry>>;
  /** By callable: keywords of the past and what they are called today. */
  readonly keywords: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface SdkEntry {
  readonly kind?: string;
  /** Another path to the same thing. */
  readonly alias?: string;
  readonly params?: readonly string[];
  /** Class of what a call, or reading the attribute, gives. */
  readonly returns?: string;
  /** Class of what `with call() as x` gives. */
  readonly yields?: string;
  /** Class of what the decorated function or class becomes. */
  readonly decorates?: string;
  /** Class of every attribute that is not listed. */
  readonly anyAttribute?: string;
  readonly bases?: readonly string[];
}

export interface PastEntry {
  readonly now?: string;
  readonly removed?: string;
  readonly kind?: string;
  readonly returns?: string;
}
