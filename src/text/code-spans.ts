import { skipMargin } from './lines.ts';
import type { Stretch } from './shell.ts';
import { indexWithin } from './units.ts';
import { buildView } from './view.ts';
import type { View } from './view.ts';

/** A code span with its marks and without. */
export interface CodeSpan {
  readonly whole: Stretch;
  readonly inside: Stretch;
}

/** Code spans of one paragraph: between runs of equally many backticks, or in `<code>`. */
export function codeSpans(text: string): CodeSpan[] {
  const spans: CodeSpan[] = [];
  const unclosed = new Set<string>();
  for (let at = nextCode(text, 0); at < text.length; at = nextCode(text, at)) {
    const html = text[at] === '<';
    const open = html ? '<code>' : (/^`+/u.exec(text.slice(at, at + 40))?.[0] ?? '`');
    const inside = at + open.length;
    const close = unclosed.has(open) ? -1 : closeOf(text, inside, html ? '</code>' : open);
    if (close === -1) {
      unclosed.add(open);
      at = inside;
      continue;
    }
    const end = close + (html ? 7 : open.length);
    spans.push({ whole: { start: at, end }, inside: { start: inside, end: close } });
    at = end;
  }
  return spans;
}

function nextCode(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '`' || (text[at] === '<' && text.startsWith('<code>', at))) return at;
  }
  return text.length;
}

function closeOf(text: string, from: number, close: string): number {
  for (let at = text.indexOf(close, from); at !== -1; at = text.indexOf(close, at)) {
    let end = at + close.length;
    if (!close.startsWith('`') || text[end] !== '`') return at;
    while (text[end] === '`') end++;
    at = end;
  }
  return -1;
}

/** A code span in one line: a line break with what leads the next line is a blank. */
export function unfolded(view: View, { start, end }: Stretch): View {
  const { text } = view;
  const builder = buildView(view);
  let from = start;
  for (let at = indexWithin(text, '\n', start, end); at !== -1;) {
    builder.add(from, at);
    const next = Math.min(skipMargin(text, at + 1, end), end);
    builder.addAs(' ', at, next);
    from = next;
    at = indexWithin(text, '\n', from, end);
  }
  builder.add(from, end);
  return builder.build();
}
