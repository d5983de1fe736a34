import { readShell } from './phrase.ts';
import type { Reading, Site } from './phrase.ts';
import { contentEnd, nextLine } from './lines.ts';
import { isBlank } from './units.ts';
import { sliceView } from './view.ts';
import type { View } from './view.ts';

/** Reads the recipes of a Makefile, its assignments and comments. */
export function readMakefile(view: View, site: Site, reading: Reading): void {
  readRecipes(view, site, reading, (line) => line.startsWith('\t'));
}

/** Reads the recipes of a justfile, its assignments and comments. */
export function readJustfile(view: View, site: Site, reading: Reading): void {
  readRecipes(view, site, reading, (line) => line.startsWith(' ') || line.startsWith('\t'));
}

/** Reads `name: command` lines. */
export function readProcfile(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    const name = /^[\w-]{1,80}:\s*/u.exec(text.slice(start, Math.min(end, start + 100)));
    const command = sliceView(view, start + (name?.[0].length ?? 0), end);
    if (name === null) readComments(view, start, end, site, reading);
    else readShell(command, { ...site, trust: 'shell', lines: false, commentable: false }, reading);
    start = end;
  }
}

function readRecipes(
  view: View,
  site: Site,
  reading: Reading,
  isRecipe: (line: string) => boolean,
): void {
  const { text } = view;
  for (let start = 0; start < text.length;) {
    let end = nextLine(text, start);
    while (end < text.length && text[contentEnd(text, start, end) - 1] === '\\') {
      end = nextLine(text, end);
    }
    const line = text.slice(start, end);
    if (!line.includes('modal')) {
      // Nothing to find in it.
    } else if (isRecipe(line)) {
      const body = sliceView(view, recipeStart(text, start), end);
      readShell(body, { ...site, trust: 'shell', lines: true, commentable: true }, reading);
    } else {
      readAssignment(view, start, end, site, reading);
      readComments(view, start, end, site, reading);
    }
    start = end;
  }
}

/** Past the indentation and the `@`, `-`, `+` that steer make and just. */
function recipeStart(text: string, start: number): number {
  let at = start;
  while (isBlank(text[at]) || '@-+'.includes(text[at] ?? ' ')) at++;
  return at;
}

/** `RUN := uv run modal deploy app.py` */
function readAssignment(
  view: View,
  start: number,
  end: number,
  site: Site,
  reading: Reading,
): void {
  const name = /^(?:export\s+)?[\w.-]{1,80}\s*[:?+]{0,2}=\s*/u.exec(
    view.text.slice(start, Math.min(end, start + 120)),
  );
  if (name === null) return;
  const value = sliceView(view, start + name[0].length, end);
  readShell(value, { ...site, trust: 'code', lines: false, commentable: false }, reading);
}

function readComments(view: View, start: number, end: number, site: Site, reading: Reading): void {
  const found = view.text.slice(start, end).indexOf('#');
  if (found === -1) return;
  const hash = start + found;
  let at = hash;
  while (view.text[at] === '#') at++;
  const within: Site = { ...site, trust: 'prose', lines: hash === start, commentable: false };
  reading.read('text', sliceView(view, at, end), { ...within, depth: site.depth + 1 });
}
