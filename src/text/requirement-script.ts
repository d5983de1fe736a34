import type { Span } from '../model/span.ts';
import { contentEnd, nextLine } from './lines.ts';
import type { Requirement } from './requirement.ts';
import { findTomlRequirements } from './requirement-toml.ts';
import { buildView, sourceSpan, wholeView } from './view.ts';
import type { View } from './view.ts';

/** Finds requirements in the `# /// script` header of a Python file. */
export function findScriptRequirements(text: string): Requirement[] {
  const view = headerOf(text);
  if (view === undefined) return [];
  return findTomlRequirements(view.text).map((requirement) => inSource(view, requirement));
}

/** The TOML in the header's comments. */
function headerOf(text: string): View | undefined {
  if (!text.includes('# /// script')) return undefined;
  const open = /^# \/\/\/ script\s*$/mu.exec(text);
  if (open === null) return undefined;
  const builder = buildView(wholeView(text));
  for (let start = nextLine(text, open.index); start < text.length;) {
    const next = nextLine(text, start);
    const line = text.slice(start, contentEnd(text, start, next));
    if (!line.startsWith('#')) return undefined;
    if (/^# \/\/\/\s*$/u.test(line)) return builder.build();
    builder.add(start + Math.min(line.startsWith('# ') ? 2 : 1, line.length), next);
    start = next;
  }
  return undefined;
}

function inSource(view: View, requirement: Requirement): Requirement {
  const place = ({ start, end }: Span): Span => sourceSpan(view, start, end);
  const { removal, beside, parts, span, ...rest } = requirement;
  // A whole line has its comment sign outside of the TOML: only what stands inside a line can go.
  const inLine =
    removal !== undefined && !view.text.slice(removal.start, removal.end).includes('\n');
  return {
    ...rest,
    span: place(span),
    parts: parts.map((part) => ({ span: place(part.span), text: part.text })),
    ...(inLine ? { removal: place(removal) } : {}),
    ...(beside === undefined
      ? {}
      : {
          beside: {
            at: sourceSpan(view, beside.at, beside.at).start,
            text: beside.text.replace(/(\r?\n)/u, '$1# '),
          },
        }),
  };
}
