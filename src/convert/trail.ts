import type { Edit, Span } from '../model/span.ts';
import { ordered } from './apply.ts';
import type { Plan } from './plan.ts';

/** The edits of the passes so far, by file: the way back from a text that is half converted to the user's own. */
export class Trail {
  private readonly passes = new Map<string, (readonly Edit[])[]>();

  /** Notes what a pass did to a file; `newline` is how its new lines were written. */
  add(file: string, edits: readonly Edit[], newline: '\n' | '\r\n'): void {
    const written = ordered(edits).map(({ span, text }) => {
      return { span, text: text.replace(/\r?\n/g, newline) };
    });
    this.passes.set(file, [...(this.passes.get(file) ?? []), written]);
  }

  /** A plan with the places that its unit and reasons had in the user's text. */
  original<P extends Plan>(plan: P): P {
    const reasons = plan.reasons.map((reason) => {
      return { ...reason, span: this.back(reason.file ?? plan.file, reason.span) };
    });
    return { ...plan, span: this.back(plan.file, plan.span), reasons };
  }

  private back(file: string, { start, end }: Span): Span {
    const passes = this.passes.get(file) ?? [];
    const from = passes.reduceRight((at, edits) => offsetBefore(edits, at), start);
    const to = passes.reduceRight((at, edits) => offsetBefore(edits, at), end);
    return { start: from, end: Math.max(from, to) };
  }
}

/** Where an offset was before ordered edits; in new text, where that text was put. */
export function offsetBefore(edits: readonly Edit[], offset: number): number {
  let grown = 0;
  for (const { span, text } of edits) {
    const start = span.start + grown;
    if (offset < start) break;
    if (offset < start + text.length) return span.start;
    grown += text.length - (span.end - span.start);
  }
  return offset - grown;
}
