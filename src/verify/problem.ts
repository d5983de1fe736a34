/** One way in which an example is not true. */
export interface Problem {
  /** The markdown file, and the 1-based line in it. */
  readonly file: string;
  readonly line: number;
  /** What was expected and what came. */
  readonly message: string;
}
