import { codeSpans, unfolded } from './code-spans.ts';
import type { TextLanguage } from './language.ts';
import {
  contentEnd,
  hasPrompt,
  isBlankLine,
  leadEnd,
  nextLine,
  promptEnd,
  skipMargin,
  skipSpaces,
} from './lines.ts';
import { readLine, readShell, worthReading } from './phrase.ts';
import type { Reading, Site } from './phrase.ts';
import type { Stretch } from './shell.ts';
import { isBlank } from './units.ts';
import { buildView, sliceView } from './view.ts';
import type { View } from './view.ts';

const fenceLanguages: ReadonlyMap<string, TextLanguage> = new Map<string, TextLanguage>([
  ...'sh bash shell zsh console shell-session shellsession sh-session terminal ksh fish shellscript'
    .split(' ')
    .map((name): [string, TextLanguage] => [name, 'shell']),
  ['dockerfile', 'dockerfile'],
  ['docker', 'dockerfile'],
  ['make', 'makefile'],
  ['makefile', 'makefile'],
  ['just', 'justfile'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
  ['json', 'json'],
  ['jsonc', 'json'],
  ['python', 'python'],
  ['python3', 'python'],
  ['py', 'python'],
  ['ipython', 'python'],
  ['markdown', 'markdown'],
  ['md', 'markdown'],
]);

interface Fence {
  readonly mark: string;
  readonly language: TextLanguage | undefined;
  /** Column where its lines start. */
  readonly indent: number;
  readonly from: number;
}

/** Reads text made for people: code blocks, code spans and, where `bare`, commands that stand on a line or in a sentence. */
export function readProse(view: View, site: Site, bare: boolean, reading: Reading): void {
  if (!worthReading(view, site)) return;
  const { text } = view;
  let fence: Fence | undefined;
  let paragraph = -1;
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    if (fence !== undefined) {
      if (closes(text, start, end, fence)) {
        readFence(view, { start: fence.from, end: start }, fence, site, reading);
        fence = undefined;
      }
    } else {
      fence = fenceAt(text, start, end);
      const ends = fence !== undefined || isBlankLine(text, start, end);
      if (!ends && paragraph === -1) paragraph = start;
      if (ends && paragraph !== -1) {
        readParagraph(sliceView(view, paragraph, start), site, bare, reading);
        paragraph = -1;
      }
    }
    start = end;
  }
  if (fence !== undefined) {
    readFence(view, { start: fence.from, end: text.length }, fence, site, reading);
  } else if (paragraph !== -1) {
    readParagraph(sliceView(view, paragraph, text.length), site, bare, reading);
  }
}

function fenceAt(text: string, start: number, end: number): Fence | undefined {
  let at = skipMargin(text, start, end);
  // The first line of a list item may open a fence.
  if (/[-*+]/u.test(text[at] ?? '') && isBlank(text[at + 1])) at = skipMargin(text, at + 1, end);
  const char = text[at] ?? '';
  if (char !== '`' && char !== '~') return undefined;
  let stop = at;
  while (text[stop] === char) stop++;
  if (stop - at < 3) return undefined;
  const info = text.slice(stop, contentEnd(text, stop, end));
  if (char === '`' && info.includes('`')) return undefined;
  const name = /^[\s{.]*([\w-]*)/u.exec(info.slice(0, 60))?.[1]?.toLowerCase() ?? '';
  return {
    mark: text.slice(at, stop),
    language: fenceLanguages.get(name),
    indent: at - start,
    from: end,
  };
}

function closes(text: string, start: number, end: number, fence: Fence): boolean {
  const at = skipMargin(text, start, end);
  if (!text.startsWith(fence.mark, at)) return false;
  let stop = at;
  while (text[stop] === fence.mark[0]) stop++;
  return isBlankLine(text, stop, end);
}

function readFence(view: View, part: Stretch, fence: Fence, site: Site, reading: Reading): void {
  if (!view.text.slice(part.start, part.end).includes('modal')) return;
  const inside = withoutMargin(view, part, fence.indent);
  const within: Site = { ...site, trust: 'shell', lines: true, depth: site.depth + 1 };
  if (fence.language === 'shell') readConsole(inside, { ...within, commentable: true }, reading);
  else if (fence.language === undefined) readBlock(inside, site, reading);
  else reading.read(fence.language, inside, within);
}

/** The lines of a fence without the margin of what it stands in. */
function withoutMargin(view: View, part: Stretch, indent: number): View {
  const { text } = view;
  const builder = buildView(view);
  for (let start = part.start; start < part.end;) {
    const end = Math.min(nextLine(text, start), part.end);
    let at = start;
    while (at < end && at - start < indent && (isBlank(text[at]) || text[at] === '>')) at++;
    builder.add(at, end);
    start = end;
  }
  return builder.build();
}

/** A block of commands, where each may stand behind a prompt; then the lines without one are output. */
function readConsole(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  if (!hasPrompt(text)) {
    readShell(view, site, reading);
    return;
  }
  const builder = buildView(view);
  let continued = false;
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    const from: number = continued ? start : promptEnd(text, start, end);
    const typed: boolean = continued || from > start;
    if (typed) builder.add(from, end);
    continued = typed && text[contentEnd(text, start, end) - 1] === '\\';
    start = end;
  }
  readShell(builder.build(), site, reading);
}

/** A block that says not what it is: commands if it has prompts, else lines that may be commands. */
function readBlock(view: View, site: Site, reading: Reading): void {
  if (hasPrompt(view.text)) {
    readConsole(view, { ...site, trust: 'shell', lines: true, depth: site.depth + 1 }, reading);
    return;
  }
  readParagraph(
    view,
    { ...site, trust: 'code', lines: true, depth: site.depth + 1 },
    true,
    reading,
  );
}

function readParagraph(view: View, site: Site, bare: boolean, reading: Reading): void {
  if (!view.text.includes('modal')) return;
  const spans = codeSpans(view.text);
  for (const { inside } of spans) {
    const within: Site = { ...site, trust: 'code', lines: false, commentable: false };
    readLine(unfolded(view, inside), { ...within, depth: site.depth + 1 }, reading);
  }
  const wholes = spans.map((span) => span.whole);
  if (bare) readLines(view, wholes, site, reading);
  else readIndented(view, wholes, site, reading);
}

/** Lines of a paragraph that are set off by four blanks: most are code. */
function readIndented(view: View, spans: readonly Stretch[], site: Site, reading: Reading): void {
  if (!/^(?: {4}|\t)/mu.test(view.text)) return;
  const within: Site = { ...site, trust: 'code', lines: true, depth: site.depth + 1 };
  readLines(view, spans, within, reading, (line) => /^(?: {4}|\t)/u.test(line));
}

/** Reads line by line, `\` at an end joins, code spans left out. */
function readLines(
  view: View,
  spans: readonly Stretch[],
  site: Site,
  reading: Reading,
  wanted: (line: string) => boolean = () => true,
): void {
  const { text } = view;
  let span = 0;
  for (let start = 0; start < text.length;) {
    let end = nextLine(text, start);
    while (end < text.length && text[contentEnd(text, start, end) - 1] === '\\') {
      end = nextLine(text, end);
    }
    while ((spans[span]?.end ?? Infinity) <= start) span++;
    if (wanted(text.slice(start, end)))
      readLogicalLine(view, { start, end }, spans, span, site, reading);
    start = end;
  }
}

function readLogicalLine(
  view: View,
  line: Stretch,
  spans: readonly Stretch[],
  firstSpan: number,
  site: Site,
  reading: Reading,
): void {
  const { text } = view;
  if (!text.slice(line.start, line.end).includes('modal')) return;
  const lead = leadEnd(text, line.start, line.end);
  const at = promptEnd(text, lead, line.end);
  const prompted = at > lead;
  let from = at;
  for (let index = firstSpan; index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined || span.start >= line.end) break;
    if (span.end <= from) continue;
    if (span.start > from)
      readLine(withoutMarks(view, { start: from, end: span.start }), site, reading);
    from = Math.max(from, span.end);
  }
  if (from >= line.end) return;
  const rest = withoutMarks(view, { start: from, end: line.end });
  if (prompted && from === at) readShell(rest, { ...site, trust: 'shell' }, reading);
  else readLine(rest, from === at ? site : { ...site, lines: false }, reading);
}

/** Joined lines of a comment without the marks that lead the later ones. */
function withoutMarks(view: View, { start, end }: Stretch): View {
  const { text } = view;
  const builder = buildView(view);
  let from = start;
  for (let at = nextLine(text, start); at < end; at = nextLine(text, at)) {
    builder.add(from, at);
    from = /[#>]/u.test(text[skipSpaces(text, at, end)] ?? '') ? leadEnd(text, at, end) : at;
  }
  builder.add(from, end);
  return builder.build();
}
