import type { Applicability } from '../model/diagnostic.ts';
import type { Verdict } from '../model/rule.ts';
import type { Edit, Span } from '../model/span.ts';
import type { Program, ProgramFile } from '../program/program.ts';
import type { Use } from '../python/uses.ts';
import type { TextLanguage } from '../text/language.ts';

/** What a project decides once, for all its units. */
export interface Choices {
  /** The fal user or team that owns the apps: the `acme` of `acme/my-app`. */
  readonly owner?: string;
  readonly machineTypes?: MachineTypes;
}

/** The machines for GPUs, where the table leaves the choice open or another one is wanted. */
export interface MachineTypes {
  /** fal's machine type by Modal's name of a GPU in capitals. */
  readonly byGpu: ReadonlyMap<string, string>;
  /** Whether a GPU that fal has not becomes the nearest that the table names. */
  readonly nearest: boolean;
}

/** What to convert, and how far to go. */
export interface ConvertOptions extends Choices {
  /** `safe`: only what keeps its meaning. `unsafe`: also what may behave differently. `all`: units with manual parts too, marked. */
  readonly level: 'safe' | 'unsafe' | 'all';
  /** Files that must stay as they are, and why. */
  readonly keep?: ReadonlyMap<string, string>;
  /** Files of the tree that need Modal even when they are converted, so that no runner can import them, and why; found by a first run. */
  readonly stranded?: ReadonlyMap<string, string>;
  /** Whether the tree has a file or folder of any kind at a path; absent where nobody looks at the disk. */
  readonly holds?: (path: string) => boolean;
  /** Why a use must stay as it is: a comment says so, or its rule is switched off. Asked in every pass, of the text as it is then. */
  readonly keepsUse?: (file: ProgramFile, use: Use) => string | undefined;
  /** Whether a command or requirement line of `rule` at `at` must stay as it is. */
  readonly keepsText?: (text: TextSource, rule: string, at: number) => boolean;
}

/** A file whose text holds commands or requirement lines. */
export interface TextSource {
  readonly path: string;
  readonly source: string;
  readonly language: TextLanguage;
}

/** Why a plan is what it is, by rule. */
export interface Reason {
  readonly rule: string;
  readonly verdict: Verdict;
  /** One sentence, code in backticks. */
  readonly message: string;
  readonly span: Span;
  /** Where `span` lies, if not in the unit's own file. */
  readonly file?: string;
}

/** The conversion of one unit with all that hangs on it: it goes in whole or not at all. */
export interface Plan {
  /** Name of the function or class; of the file for what belongs to no unit. */
  readonly unit: string;
  readonly kind: 'class' | 'function' | 'entrypoint' | 'calls' | 'commands' | 'requirements';
  readonly file: string;
  /** Of the unit's definition. */
  readonly span: Span;
  /** What it becomes: `fal.App`, `fal.function` … */
  readonly becomes?: string;
  readonly applicability: Applicability;
  /** Rules that take part. */
  readonly rules: readonly string[];
  /** What is not a plain rewrite, and what a person must finish. Manual ones become marks. */
  readonly reasons: readonly Reason[];
  /** The plan was left out: said in one sentence. */
  readonly refused?: string;
  readonly edits: Readonly<Record<string, readonly Edit[]>>;
}

/** One file before and after. */
export interface FileResult {
  readonly file: string;
  readonly before: string;
  /** Equal to `before` where nothing was converted or the result did not hold. */
  readonly after: string;
  /** Why a result was taken back: it did not parse, a name became undefined … */
  readonly refused?: string;
}

/** A page that is no part of the program, and stays as it is. */
export interface LeftText {
  readonly file: string;
  /** A manual of Modal, or a record of what happened. */
  readonly kind: 'manual' | 'record';
}

export interface Migration {
  readonly plans: readonly Plan[];
  /** Pages with commands that are not the program's. */
  readonly left: readonly LeftText[];
  /** Files that change or were refused. */
  readonly results: readonly FileResult[];
  /** What the program becomes, but for commands in its comments and strings. */
  readonly after: Program;
}
