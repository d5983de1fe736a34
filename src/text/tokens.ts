import type { Edit, Span } from '../model/span.ts';
import { contentEnd, nextLine } from './lines.ts';
import type { CommentPlace } from './place.ts';

/** Modal's token in the environment that a YAML file gives to a job or a container, and what takes its place. */
export interface TokenConversion {
  readonly span: Span;
  readonly edits: readonly Edit[];
  /** What a person must do: a key cannot be made from here. */
  readonly todo: string;
  readonly comment: CommentPlace;
}

/** `MODAL_TOKEN_ID: ${{ secrets.MODAL_TOKEN_ID }}`, `- MODAL_TOKEN_ID=$MODAL_TOKEN_ID`, or a line beside one. */
interface Entry {
  readonly start: number;
  readonly next: number;
  readonly indent: string;
  readonly name: string;
  /** Where the name stands. */
  readonly key: Span;
  readonly value: Span;
}

const NAME = /^(\s*)((?:-\s+)?["']?)([A-Za-z_]\w*)["']?(?::[ \t]*|=|(?=["']?\s*$))/;
const ENVIRONMENT = /^\s*(?:-\s+)?(?:env|environment|variables)\s*:/;
const TOKEN = /^MODAL_TOKEN_(?:ID|SECRET)$/;

const MADE =
  "Make a key with `fal keys create --scope ADMIN`, and store it as `FAL_KEY` where Modal's token is stored.";
const WRITTEN =
  "fal reads its key from `FAL_KEY`: make one with `fal keys create --scope ADMIN`, and name it here in place of Modal's token.";

/** Finds Modal's token in the environments of a YAML file; with `keepsModal` the key stands beside it. */
export function convertTokens(source: string, keepsModal: boolean): TokenConversion[] {
  if (!source.includes('MODAL_TOKEN_')) return [];
  return environments(source).flatMap((entries) => {
    const tokens = entries.filter(({ name }) => TOKEN.test(name));
    const [first, ...others] = tokens;
    const hasKey = entries.some(({ name }) => name === 'FAL_KEY');
    if (!first || (hasKey && keepsModal)) return [];
    const value = keyReference(source.slice(first.value.start, first.value.end));
    const newline = source.slice(contentEnd(source, first.start, first.next), first.next) || '\n';
    const comment = { at: first.start, lead: first.indent, newline };
    const { key: span } = first;
    if (value === undefined) return [{ span, edits: [], todo: WRITTEN, comment }];
    const written: Edit[] = [
      { span, text: 'FAL_KEY' },
      { span: first.value, text: value },
    ];
    const gone = (hasKey ? tokens : others).map(({ start, next }) => removal(start, next));
    const beside = {
      span: { start: first.start, end: first.start },
      text: lineOf(source, first, value),
    };
    const edits = keepsModal ? [beside] : [...(hasKey ? [] : written), ...gone];
    return [{ span, edits, todo: MADE, comment }];
  });
}

/** The entry with fal's names in it, on a line of its own. */
function lineOf(text: string, { start, next, key, value }: Entry, reference: string): string {
  const lead = `${text.slice(start, key.start)}FAL_KEY${text.slice(key.end, value.start)}`;
  return `${lead}${reference}${text.slice(value.end, contentEnd(text, start, next))}\n`;
}

function removal(start: number, end: number): Edit {
  return { span: { start, end }, text: '' };
}

/** The same reference, to fal's key; nothing for a value that is written out, which is nobody's to copy. */
function keyReference(value: string): string | undefined {
  const inner = value.trim();
  if (inner === '') return value;
  if (/^\$\{\{\s*(?:secrets|vars|env)\.\w+\s*\}\}$/.test(inner))
    return value.replace(/\.\w+/, '.FAL_KEY');
  if (/^\$(?:\w+|\{\w+(?::?[-?][^}$]*)?\})$/.test(inner)) return value.replace(/\w+/, 'FAL_KEY');
  return undefined;
}

/** The entries of each mapping or list under a key that holds variables. */
function environments(source: string): Entry[][] {
  const found: Entry[][] = [];
  let entries: Entry[] = [];
  let margin: number | undefined;
  for (let start = 0; start < source.length; start = nextLine(source, start)) {
    const next = nextLine(source, start);
    const line = source.slice(start, contentEnd(source, start, next));
    if (/^\s*(?:#|$)/.test(line)) continue;
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    const item = line.trimStart().startsWith('-');
    if (margin !== undefined && (indent < margin || (indent === margin && !item)))
      margin = undefined;
    if (margin !== undefined) entries.push(...entryOf(line, start, next));
    else if (ENVIRONMENT.test(line)) {
      margin = indent + (item ? 1 : 0);
      entries = [];
      found.push(entries);
    }
  }
  return found;
}

function entryOf(line: string, start: number, next: number): Entry[] {
  const match = NAME.exec(line);
  if (!match) return [];
  const [whole, indent = '', lead = '', name = ''] = match;
  const at = start + indent.length + lead.length;
  const rest = line.slice(whole.length);
  // A comment and the closing quote are none of the value.
  const [, open = '', value = ''] = /^(["']?)(.*?)["']?\s*(?:\s#.*)?$/.exec(rest) ?? [];
  const from = start + whole.length + open.length;
  const key = { start: at, end: at + name.length };
  return [{ start, next, indent, name, key, value: { start: from, end: from + value.length } }];
}
