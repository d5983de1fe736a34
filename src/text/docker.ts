import { readShell } from './phrase.ts';
import type { Reading, Site } from './phrase.ts';
import { contentEnd, nextLine } from './lines.ts';
import { buildView, sliceView } from './view.ts';
import type { View } from './view.ts';

const instruction = /^[^\S\n]*(?:ONBUILD\s+)?(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)(?=\s)/iu;

/** Reads the commands of a Dockerfile: shell forms, and the comments between; lists are found elsewhere. */
export function readDockerfile(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  for (let start = 0; start < text.length;) {
    const line = text.slice(start, nextLine(text, start));
    const found = instruction.exec(line.slice(0, 80));
    if (found === null) {
      const end = nextLine(text, start);
      readComment(view, start, end, site, reading);
      start = end;
      continue;
    }
    start = readInstruction(view, start, start + found[0].length, site, reading);
  }
}

/** Reads one instruction with its continuation lines and here-documents; gives its end. */
function readInstruction(
  view: View,
  line: number,
  body: number,
  site: Site,
  reading: Reading,
): number {
  const { text } = view;
  const builder = buildView(view);
  let start = body;
  let end = nextLine(text, line);
  while (true) {
    const comment = start !== body && /^\s*#/u.test(text.slice(start, end).slice(0, 80));
    if (comment) readComment(view, start, end, site, reading);
    else builder.add(start, end);
    if (end >= text.length) break;
    if (!comment && text[contentEnd(text, start, end) - 1] !== '\\') break;
    start = end;
    end = nextLine(text, start);
  }
  end = documentEnd(text, text.slice(body, end), end, builder.add);
  const whole = builder.build();
  if (whole.text.trimStart().startsWith('[')) return end;
  const flags = /^(?:\s+--[\w-]+=\S+)*\s+(?:CMD\s+)?/u.exec(whole.text.slice(0, 600));
  const shell = sliceView(whole, flags?.[0].length ?? 0, whole.text.length);
  readShell(shell, { ...site, trust: 'shell', lines: false, commentable: false }, reading);
  return end;
}

/** Takes the lines of a here-document, if `body` asks for one. */
function documentEnd(
  text: string,
  body: string,
  from: number,
  add: (start: number, end: number) => void,
): number {
  const word = /<<-?["']?(\w+)/u.exec(body)?.[1];
  if (word === undefined) return from;
  for (let start = from; start < text.length;) {
    const end = nextLine(text, start);
    add(start, end);
    if (text.slice(start, end).trim() === word) return end;
    start = end;
  }
  return text.length;
}

function readComment(view: View, start: number, end: number, site: Site, reading: Reading): void {
  if (!/^\s*#/u.test(view.text.slice(start, Math.min(end, start + 80)))) return;
  const within: Site = { ...site, trust: 'prose', lines: true, commentable: false };
  reading.read('text', sliceView(view, start, end), { ...within, depth: site.depth + 1 });
}
