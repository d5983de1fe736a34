/** What a concept can become at best; one occurrence may get less, never more. */
export type Verdict = 'rewrite' | 'rewrite-unsafe' | 'manual' | 'no-equivalent';

/** In which position of the program a symbol is met. */
export type Role =
  /** `@app.function(...)`, also written as a call `app.function(...)(f)`. */
  | 'decorator'
  /** `modal.Secret.from_name(...)`, `image.pip_install(...)`, `f.remote(...)`. */
  | 'call'
  /** `gpu=` of a call or decorator: `symbol` is the callee, `keyword` the argument. */
  | 'keyword'
  /** Any other mention: an annotation, a base class, an attribute, an import. */
  | 'reference'
  | TextRole;

/** What is met in text that is no Python code. */
export type TextRole =
  /** A shell command: `symbol` is `modal deploy`. */
  | 'command'
  /** A line of a list of requirements, or a command that installs: `symbol` is the package, `modal`. */
  | 'requirement'
  /** The address of something that Modal serves, `https://….modal.run`: `symbol` is the domain, `modal.run`. */
  | 'address';

/** One thing a rule fires on. The most specific rule owns a use: `modal.Volume.commit` before `modal.Volume`. */
export interface Match {
  /** Dotted canonical SDK name (`modal.App.function`), or a command (`modal deploy`). Owns every name below it. */
  readonly symbol: string;
  /** Absent: every role. */
  readonly role?: Role;
  /** With role `keyword`. */
  readonly keyword?: string;
  /** Only on a receiver of this kind: `method` = a method of a user's class (`C().m.remote`). */
  readonly receiver?: 'function' | 'method';
}

/** How the fix is made. `setting` and `expression` come from the table alone; `transform` is `src/convert/concepts/<id>.ts`. */
export type Rewrite =
  | { readonly kind: 'setting'; readonly name: string }
  | { readonly kind: 'expression'; readonly text: string; readonly imports: readonly string[] }
  | { readonly kind: 'transform' };

/** What some values of a keyword become, where the fal cell of the row shows only one. */
export interface ValueRow {
  /** Values of Modal's in capitals, as case does not matter; `:2` is what may stand behind one of them. */
  readonly values: readonly string[];
  readonly fal: ValueSetting;
  readonly notes: string;
  /** `manual`: fal has no such value, and `fal` is the nearest. */
  readonly verdict: Exclude<Verdict, 'no-equivalent'>;
}

/** `machine_type = "GPU-A100"`, `num_gpus = 2`. */
export interface ValueSetting {
  readonly name: string;
  readonly value: string | number;
}

/** One concept as the linter needs it: emitted into rules/rules.json. */
export interface Rule {
  /** kebab-case; the same id on every surface. */
  readonly id: string;
  readonly topic: string;
  /** The Modal cell, the fal cell and the notes cell, as plain text. */
  readonly modal: string;
  readonly fal: string;
  readonly notes: string;
  readonly verdict: Verdict;
  /** One sentence why it is not a plain rewrite; from `**Why:**` / `**Instead:**`. */
  readonly reason?: string | undefined;
  readonly matches: readonly Match[];
  readonly rewrite?: Rewrite | undefined;
  /** What its section says value by value. */
  readonly values?: readonly ValueRow[] | undefined;
  /** Address of the section in the guide. */
  readonly url: string;
  readonly docs: { readonly modal?: string; readonly fal?: string };
  /** Where the row stands: path from the repository's root, 1-based line. */
  readonly source: { readonly file: string; readonly line: number };
}

/** Whether a match is found in text that is no Python code. */
export function isOfText({ role }: Match): boolean {
  return role === 'command' || role === 'requirement' || role === 'address';
}
