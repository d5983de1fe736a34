import type { PhrasingContent, RootContent } from 'mdast';
import type { Match, Rewrite, ValueRow, Verdict } from '../model/rule.ts';
import type { Span } from '../model/span.ts';

/** A piece of one line of a file: 1-based line and columns in UTF-16 units, the end not included. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** One file of `content/concepts`. */
export interface Topic {
  /** The file's name without `.md`. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** Place among the pages; those without one come last. */
  readonly order?: number;
  /** What stands before the first section, without the table. */
  readonly intro: Section;
  /** In the order of the table. */
  readonly concepts: readonly Concept[];
  /** Every section in the order of the file; those of concepts are in `concepts` too. */
  readonly sections: readonly Section[];
}

/** One row of the table, with its section. */
export interface Concept {
  readonly id: string;
  /** Of the row's Modal cell. */
  readonly place: Place;
  readonly modal: Cell;
  readonly fal: Cell;
  readonly notes: Cell;
  readonly verdict: Verdict;
  readonly matches: readonly Match[];
  /** Absent where nobody knows how to convert it. */
  readonly rewrite?: Rewrite;
  /** Absent in a file that is only a table. */
  readonly section?: Section;
}

export interface Cell {
  /** As markdown shows it, code in backticks. */
  readonly text: string;
  readonly nodes: readonly PhrasingContent[];
  readonly codes: readonly CodeSpan[];
  readonly place: Place;
}

/** The inside of a code span. */
export interface CodeSpan {
  readonly text: string;
  readonly place: Place;
}

/** A heading with what follows it: a row's section, or guide text. */
export interface Section {
  /** The anchor on the page: the concept's id for a row's section. */
  readonly id: string;
  /** The heading, code in backticks. */
  readonly title: string;
  readonly place: Place;
  /** Everything below the heading, in order: prose, fences, the reason, the links. */
  readonly body: readonly RootContent[];
  readonly reason?: Reason;
  readonly seeAlso: SeeAlso;
  /** The rows of its table `| Value | fal | Notes | Verdict |`. */
  readonly values?: readonly ValueRow[];
  readonly examples: readonly Example[];
}

/** The paragraph that says why a rewrite is unsafe, or what to do instead. */
export interface Reason {
  readonly label: 'why' | 'instead';
  readonly text: string;
  readonly place: Place;
}

export interface SeeAlso {
  readonly modal?: string;
  readonly fal?: string;
}

/** Fences that are run together: a program before and after, one that stays, or one that a person must finish. */
export interface Example {
  /** Unique in its topic. */
  readonly name: string;
  readonly kind: 'rewrite' | 'manual' | 'unchanged';
  /** The program that is linted and converted: fences `before`, `manual`, `unchanged`. */
  readonly before: readonly Fence[];
  /** What it becomes, file by file; files that are not here stay. */
  readonly after: readonly Fence[];
  /** The rule that must fire; absent in guide text that names none. */
  readonly rule?: string;
  /** `call=`, one Python call each. */
  readonly calls: readonly string[];
  /** Why nothing is called. */
  readonly noCall?: string;
  /** Why it is not run on the real SDKs. */
  readonly skipSdk?: string;
  /** `config=`: settings of the run. */
  readonly config: Readonly<Record<string, string>>;
}

export type FenceRole = 'before' | 'after' | 'unchanged' | 'manual';

export interface Fence {
  readonly role: FenceRole;
  readonly language: string;
  /** Name of the file that it stands for. */
  readonly file: string;
  /** The code with a line end at its end. */
  readonly code: string;
  /** 1-based line of the first code line in the markdown. */
  readonly line: number;
  /** Of the code, up to the closing fence, in the markdown without a BOM and with `\n` at the end of its lines. */
  readonly span: Span;
  /** Of the opening line. */
  readonly place: Place;
  /** Lines of the code, 1-based, on which the rule must fire, and no others; absent: anywhere. */
  readonly lines?: readonly number[];
}

/** An example, and where it stands. */
export interface PlacedExample {
  readonly topic: Topic;
  readonly section: Section;
  readonly concept?: Concept;
  readonly example: Example;
}

/** Every example of a topic in the order of the file. */
export function examplesOf(topic: Topic): PlacedExample[] {
  return [topic.intro, ...topic.sections].flatMap((section) => {
    const concept = topic.concepts.find((one) => one.section === section);
    return section.examples.map((example) => ({
      topic,
      section,
      ...(concept && { concept }),
      example,
    }));
  });
}
