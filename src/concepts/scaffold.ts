import { isOfText, type Match } from '../model/rule.ts';
import type { Context } from './context.ts';
import { checkFalCell } from './fal-cell.ts';
import { idOf } from './ids.ts';
import { offsetsOf, parseMarkdown, readCell } from './markdown.ts';
import { resolveCell } from './modal-cell.ts';
import { readTable } from './table.ts';
import type { Cell } from './topic.ts';
import { rewriteOf } from './verdict.ts';

/** What to add to a topic. */
export interface NewConcept {
  readonly topic: string;
  /** Code, with or without backticks. */
  readonly modal: string;
  readonly fal: string;
}

/** A concept file with one more row and section, the rest as it was; or why there is none. */
export function scaffoldConcept(
  { topic, modal, fal }: NewConcept,
  text: string | undefined,
  context: Context,
): { text: string; id: string } | { problem: string } {
  const resolved = resolveCell(code(modal), context.modal);
  if ('problem' in resolved) return { problem: resolved.problem.text };
  const wrong = /^[–-]$/.test(fal) ? undefined : checkFalCell(code(fal), context.fal);
  if (wrong) return { problem: wrong.text };
  const [match] = resolved.matches;
  if (!match) return { problem: `\`${modal}\` matches nothing` };
  const before = text ?? emptyTopic(topic);
  const root = parseMarkdown(before);
  const table = readTable(root, before, () => undefined);
  if (!table) return { problem: `\`${topic}\` has no table \`| Modal | fal | Notes |\`` };
  const id = idOf(match);
  const cells = { modal: cellText(modal), fal: /^[–-]$/.test(fal) ? '–' : cellText(fal) };
  const known = rewriteOf(id, cell(cells.modal), cell(cells.fal), context.transforms);
  const hasVerdict = table.node.children[0]?.children.length === 4;
  const row = [
    cells.modal,
    cells.fal,
    'TODO',
    ...(hasVerdict ? [known ? 'rewrite' : 'manual'] : []),
  ];
  const { end } = offsetsOf(table.node);
  const line = `\n| ${row.map((one) => one.replaceAll('|', '\\|')).join(' | ')} |`;
  const rest = before.slice(end).replace(/\s*$/, '\n');
  const section = sectionText(cells.modal, exampleText(match, code(modal), known !== undefined));
  return { text: `${before.slice(0, end)}${line}${rest}\n${section}`, id };
}

function code(text: string): string {
  return text.trim().replace(/^`(.*)`$/, '$1');
}

function cellText(text: string): string {
  return text.includes('`') ? text.trim() : `\`${text.trim()}\``;
}

/** A cell as the table would hold it. */
function cell(text: string): Cell {
  const [paragraph] = parseMarkdown(text).children;
  const children = paragraph?.type === 'paragraph' ? paragraph.children : [];
  return readCell({ type: 'tableCell', children }, text);
}

function emptyTopic(topic: string): string {
  const title = topic.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  const head = `---\ntitle: ${title}\ndescription: TODO, one sentence.\n---\n\nTODO\n\n`;
  return `${head}| Modal | fal | Notes |\n| --- | --- | --- |\n`;
}

function sectionText(heading: string, example: string): string {
  const links =
    'See also: [Modal documentation](https://modal.com/docs), [fal documentation](https://docs.fal.ai)';
  return `## ${heading}\n\nTODO: what changes, in a sentence or two.\n\n${example}\n${links}\n`;
}

/** Fences with a program that uses the concept; the `after` is written by `modal-lint verify --update`. */
function exampleText(match: Match, code: string, isRewritten: boolean): string {
  const language = isOfText(match) ? 'sh' : 'python';
  const body = isOfText(match) ? `${code}\n` : programText(match, code);
  if (!isRewritten) return fence(`${language} manual`, body);
  const todo = '# TODO: run `modal-lint verify --update`\n';
  return `${fence(`${language} before`, body)}\n${fence(`${language} after`, todo)}`;
}

function fence(info: string, body: string): string {
  return `\`\`\`${info}\n${body}\`\`\`\n`;
}

function programText({ role, symbol }: Match, code: string): string {
  const head = 'import modal\n\napp = modal.App("example")\n\n\n';
  const body = 'def f(x: int) -> int:\n    return x\n';
  if (role === 'keyword' && symbol.startsWith('modal.App.') && !code.includes('(')) {
    return `${head}@app.function(${code})\n${body}`;
  }
  if (!code.startsWith('@')) return `import modal\n\n${code}\n`;
  if (symbol.endsWith('.cls')) return `${head}${code}\nclass C:\n    pass\n`;
  if (symbol.startsWith('modal.App.')) return `${head}${code}\n${body}`;
  return `${head}@app.cls()\nclass C:\n    ${code}\n    def m(self) -> int:\n        return 1\n`;
}
