import type { RuleSet } from '../model/rule-set.ts';
import type { Rule } from '../model/rule.ts';
import type { Edit, Span } from '../model/span.ts';
import type { Use } from '../python/uses.ts';
import type { LayerCall } from '../program/image.ts';
import type { Program, ProgramFile } from '../program/program.ts';
import type { CallSite, Setting, Unit } from '../program/units.ts';
import type { Item } from './dockerfile/template.ts';
import type { Word } from './dockerfile/words.ts';
import type { ConvertOptions, Reason } from './plan.ts';
import type { Place } from './written/place.ts';

/** A name that the result needs: `import module`, or `from module import name`. */
export interface Need {
  readonly module: string;
  readonly name?: string;
}

/** One setting of a fal app or function: a class attribute there, a keyword here. */
export interface FalSetting {
  readonly name: string;
  /** Python source without indentation; lines after the first are indented by who places it, unless `verbatim`. */
  readonly value: string;
  /** The lines of `value` stand as they are: it holds a multi-line string. */
  readonly verbatim?: boolean;
  /** What the user wrote behind the keyword that this was: `# two hours`. */
  readonly comment?: string;
  /** Takes the place of another setting of its name. */
  readonly first?: true;
  /** Comments of the user's that stand above it. */
  readonly above?: readonly string[];
}

/** What one concept contributes to the conversion of a unit. Parts of a unit go in together. */
export interface Part {
  readonly settings?: readonly FalSetting[];
  /** In the unit's own file. */
  readonly edits?: readonly Edit[];
  /** Statements and decorators of the unit's file that go, with their lines. */
  readonly removed?: readonly Span[];
  /** In other files, by path. */
  readonly elsewhere?: Readonly<Record<string, readonly Edit[]>>;
  readonly needs?: readonly Need[];
  /** Names that edits in other files need, by path. */
  readonly needsElsewhere?: Readonly<Record<string, readonly Need[]>>;
  /** Names, by file, that must stay though nothing reads them any more: what a person needs to finish the work. */
  readonly keeps?: Readonly<Record<string, readonly string[]>>;
  /** Blocks of top-level code that stand before and after the unit: an input model, a delegating class. No indentation. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Blocks that stand at the end of the file. */
  readonly bottom?: readonly string[];
  /** Members added to the class, without indentation. */
  readonly members?: readonly string[];
  /** Canonical names of decorators that this part converts in its own way: what their concepts say of the unit does not count. */
  readonly instead?: readonly string[];
  /** Whatever makes the occurrence less than a plain rewrite. `manual` ones become marks above the unit. */
  readonly reasons?: readonly Reason[];
  /** The unit cannot be converted at all: one sentence. */
  readonly refused?: string;
}

/** How the file writes Python, so that new code looks like it. */
export interface Style {
  readonly quote: '"' | "'";
  readonly indent: string;
  readonly newline: '\n' | '\r\n';
}

export interface UnitContext {
  readonly program: Program;
  readonly unit: Unit;
  /** All units of the program. */
  readonly units: readonly Unit[];
  readonly file: ProgramFile;
  readonly style: Style;
  readonly options: ConvertOptions;
  readonly rules: RuleSet;
  /** The rule whose transform this is. */
  readonly rule: Rule;
  /** Loaded transforms by rule id. */
  readonly transforms: ReadonlyMap<string, TransformModule>;
  /** Settings that the other concepts gave; complete only for `app-function` and `app-cls`, which come last. */
  readonly collected: readonly FalSetting[];
  /** The rule that owns a use. */
  ownerOf(use: Pick<Use, 'symbol' | 'role' | 'keyword' | 'receiver'>): Rule | undefined;
}

/** A keyword of the unit's decorator, with the App's defaults folded in: `setting` is its value. */
export type SettingTransform = (context: UnitContext, setting: Setting) => Part;

/** Once a unit that uses the concept: a decorator on it or on its methods. */
export type UnitTransform = (context: UnitContext) => Part;

/** One call site of a unit. */
export type CallTransform = (context: CallContext, site: CallSite) => Part;

/** As `UnitContext`, but a call may stand outside of every unit. */
export type CallContext = Omit<UnitContext, 'unit'> & { readonly unit: Unit | undefined };

/** One layer of an image, written for the place of the unit that uses it. */
export type LayerTransform = (call: LayerCall, place: Place) => Layer;

/** What a layer becomes: packages for `requirements`, lines of a Dockerfile, or neither. */
export interface Layer {
  /** pip requirement strings, in order. Absent when the layer is more than a list of packages. */
  readonly requirements?: readonly Word[];
  /** The same as Dockerfile lines, without `FROM` repeated. */
  readonly dockerfile: readonly Item[];
  readonly reasons?: readonly Reason[];
}

/** What `src/convert/concepts/<id>.ts` may export; a concept needs one of them. */
export interface TransformModule {
  readonly setting?: SettingTransform;
  readonly call?: CallTransform;
  readonly layer?: LayerTransform;
  readonly unit?: UnitTransform;
}
