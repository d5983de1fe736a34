import type { Heading, Nodes, PhrasingContent, Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Cell, CodeSpan, Place } from './topic.ts';

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml']);

/** Parses a concept file. */
export function parseMarkdown(text: string): Root {
  return processor.parse(text);
}

/** The first line of a node. */
export function placeOf(node: Nodes): Place {
  const { start, end } = node.position ?? NOWHERE;
  const endColumn = end.line === start.line ? end.column : Number.MAX_SAFE_INTEGER;
  return { line: start.line, column: start.column, endColumn };
}

const POINT = { line: 1, column: 1, offset: 0 };
const NOWHERE = { start: POINT, end: POINT };
export const TOP: Place = { line: 1, column: 1, endColumn: 2 };

/** Where a node starts and ends in the text. */
export function offsetsOf(node: Nodes): { start: number; end: number } {
  const { start, end } = node.position ?? NOWHERE;
  return { start: start.offset ?? 0, end: end.offset ?? 0 };
}

/** The text of nodes as a reader sees it, code in backticks. */
export function plainText(nodes: readonly Nodes[]): string {
  return nodes.map(textOf).join('').replace(/\s+/g, ' ').trim();
}

function textOf(node: Nodes): string {
  if (node.type === 'inlineCode') return `\`${node.value}\``;
  if (node.type === 'break') return ' ';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A table cell, or the heading of a section, as data. */
export function readCell(node: Nodes & { children: PhrasingContent[] }, source: string): Cell {
  const nodes = node.children;
  const first = nodes[0];
  const last = nodes.at(-1);
  const outer = placeOf(node);
  const place =
    first && last
      ? { ...placeOf(first), endColumn: placeOf(last).endColumn }
      : { ...outer, endColumn: outer.column + 1 };
  return { text: plainText(nodes), nodes, codes: codesOf(nodes, source), place };
}

function codesOf(nodes: readonly Nodes[], source: string): CodeSpan[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'inlineCode') return 'children' in node ? codesOf(node.children, source) : [];
    const { line, column } = placeOf(node);
    const { start, end } = offsetsOf(node);
    const raw = source.slice(start, end);
    const ticks = /^`+ ?/.exec(raw)?.[0].length ?? 1;
    const lead = raw.startsWith(node.value, ticks) ? ticks : raw.indexOf('`') + 1;
    const inside = raw.length - lead - (/ ?`+$/.exec(raw)?.[0].length ?? 1);
    const at = column + lead;
    return [{ text: node.value, place: { line, column: at, endColumn: at + inside } }];
  });
}

/** A part of a code span. */
export function within(code: CodeSpan, start: number, end: number): Place {
  const { line, column, endColumn } = code.place;
  const from = Math.min(column + start, endColumn - 1);
  return { line, column: from, endColumn: Math.max(from + 1, Math.min(column + end, endColumn)) };
}

const EXPLICIT_ID = /\s*\{#([^}]*)\}\s*$/;

/** A heading without its `{#id}`, and that id. */
export function headingParts(heading: Heading): { nodes: PhrasingContent[]; id?: string } {
  const nodes = heading.children;
  const last = nodes.at(-1);
  const id = last?.type === 'text' ? EXPLICIT_ID.exec(last.value)?.[1] : undefined;
  if (id === undefined || last?.type !== 'text') return { nodes };
  const value = last.value.replace(EXPLICIT_ID, '');
  const rest = nodes.slice(0, -1);
  return { nodes: value === '' ? rest : [...rest, { ...last, value }], id };
}

/** Whether a heading is code and nothing else: it must be a row's. */
export function isCodeOnly(nodes: readonly PhrasingContent[]): boolean {
  const separators = nodes.every(
    (node) => node.type === 'inlineCode' || /^[\s,/]*$/.test(plainText([node])),
  );
  return separators && nodes.some((node) => node.type === 'inlineCode');
}
