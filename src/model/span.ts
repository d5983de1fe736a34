/** A half-open range `[start, end)` of a source string, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement of `span` in one file by `text`; an insertion has an empty span. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
  /** Moves a line to the left: of no matter where the line is written anew. */
  readonly isMove?: true;
}
