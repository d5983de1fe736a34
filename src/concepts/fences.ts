import type { Code, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Span } from '../model/span.ts';
import { readModule } from '../python/module.ts';
import type { Module } from '../python/syntax.ts';
import { isRole, readFenceInfo, type FenceInfo, type FenceOptions } from './fence-info.ts';
import { offsetsOf, placeOf } from './markdown.ts';
import type { Report } from './message.ts';
import type { Fence, Place } from './topic.ts';

/** A fence with a role and all that its info string says. */
export interface RoleFence {
  readonly fence: Fence;
  readonly options: FenceOptions;
  /** Of Python only. */
  readonly module?: Module;
}

/** The file that a fence stands for where it names none. */
const DEFAULT_FILES = new Map([
  ['python', 'app.py'],
  ['sh', 'deploy.sh'],
  ['makefile', 'Makefile'],
  ['dockerfile', 'Dockerfile'],
  ['yaml', '.github/workflows/deploy.yml'],
  ['toml', 'pyproject.toml'],
  ['markdown', 'README.md'],
]);

/** One name for each language, so that no example is left out by its spelling. */
const SPELLINGS = new Map([
  ['py', 'python'],
  ['python3', 'python'],
  ['bash', 'sh'],
  ['shell', 'sh'],
  ['console', 'sh'],
  ['zsh', 'sh'],
  ['make', 'makefile'],
  ['docker', 'dockerfile'],
  ['yml', 'yaml'],
  ['md', 'markdown'],
]);

/** Checks the fences of a section and returns those with a role. */
export function readFences(
  body: readonly RootContent[],
  source: string,
  report: Report,
): RoleFence[] {
  return body.flatMap((node) => {
    if (node.type !== 'code') {
      reportNested(node, report);
      return [];
    }
    const opening = /^.*/.exec(source.slice(offsetsOf(node).start))?.[0] ?? '';
    const at = placeOf(node);
    const place = { ...at, endColumn: at.column + opening.length };
    const fence = readFence(node, source, opening, place, report);
    return fence ? [fence] : [];
  });
}

function reportNested(node: RootContent, report: Report): void {
  visit(node, 'code', (code) => {
    const role = code.meta?.split(' ')[0] ?? '';
    if (!isRole(role)) return;
    const message = `The \`${role}\` fence stands inside a list or quote; put it at the left margin`;
    report('fence-nested', placeOf(code), message);
  });
}

function readFence(
  node: Code,
  source: string,
  opening: string,
  place: Place,
  report: Report,
): RoleFence | undefined {
  const ticks = /^`{3,}|^~{3,}/.exec(opening)?.[0];
  if (ticks === undefined) return undefined; // indented code
  const { start, end } = offsetsOf(node);
  const closing = source.slice(start, end).split('\n').slice(1).at(-1) ?? '';
  if (!closing.trim().startsWith(ticks)) {
    report('fence-unclosed', place, `The fence is never closed; write ${ticks} below the code`);
    return undefined;
  }
  const meta = node.meta ?? '';
  const metaPlace = { ...place, column: place.column + opening.lastIndexOf(meta) };
  const info = readFenceInfo(meta, metaPlace, report);
  const language = readLanguage(node.lang ?? '', info, place, report);
  if (language === undefined) return undefined;
  const module = language === 'python' ? readPython(node, report) : undefined;
  const fence = makeFence(node, language, info, place, report);
  if (!fence) return undefined;
  // From the first code line to the closing fence.
  const from = source.indexOf('\n', start) + 1;
  const span = { start: from, end: Math.max(from, source.lastIndexOf('\n', end - 1) + 1) };
  return { fence: { ...fence, span }, options: info.options, ...(module && { module }) };
}

function makeFence(
  node: Code,
  language: string,
  { role, options }: FenceInfo,
  place: Place,
  report: Report,
): Omit<Fence, 'span'> | undefined {
  if (!role) {
    if ([...options.keys()].every((name) => name === 'title')) return undefined;
    const message =
      'The fence has options and no role; write `before`, `after`, `unchanged` or `manual`';
    report('fence-role-missing', place, message);
    return undefined;
  }
  const file = options.get('file')?.value ?? DEFAULT_FILES.get(language);
  if (file === undefined) {
    const message = `An example in \`${language}\` must say what file it is; write \`file=…\``;
    report('fence-file-missing', place, message);
    return undefined;
  }
  if (node.value.trim() === '') {
    report('fence-empty', place, `The \`${role}\` fence is empty; write the code`);
    return undefined;
  }
  const lines = readLines(node, options, report);
  const code = `${node.value}\n`;
  return { role, language, file, code, line: place.line + 1, place, ...(lines && { lines }) };
}

function readLanguage(
  language: string,
  { role }: FenceInfo,
  place: Place,
  report: Report,
): string | undefined {
  const meant = SPELLINGS.get(language);
  if (isRole(language)) {
    const message = `The \`${language}\` fence has no language; write \`python ${language}\``;
    report('fence-language-missing', place, message);
    return undefined;
  }
  if (meant === undefined || !role) return meant ?? language;
  const message = `An example in \`${language}\` goes by one name here; write \`${meant} ${role}\``;
  report('fence-language-unknown', place, message);
  return undefined;
}

function readPython(node: Code, report: Report): Module {
  const module = readModule(`${node.value}\n`);
  const [error] = module.errors;
  if (error) {
    const line = (node.position?.start.line ?? 0) + 1;
    const message = 'The code is no Python here; write code that CPython compiles';
    report('fence-python', placeInCode(node.value, line, error), message);
  }
  return module;
}

/** Where a span of code stands in the file that holds the code from `line` on. */
export function placeInCode(code: string, line: number, { start, end }: Span): Place {
  const before = code.slice(0, start).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const length = /^.*/.exec(code.slice(start, end))?.[0].length ?? 0;
  const last = line + code.trimEnd().split('\n').length - 1;
  const at = Math.min(last, line + before.length - 1);
  return { line: at, column, endColumn: column + Math.max(1, length) };
}

function readLines(node: Code, options: FenceOptions, report: Report): number[] | undefined {
  const option = options.get('lines');
  if (!option) return undefined;
  const { value, place } = option;
  if (!/^\d+(,\d+)*$/.test(value)) {
    const message = `\`lines=${value}\` is no list of lines; write \`lines=3,7\``;
    report('lines-invalid', place, message);
    return undefined;
  }
  const lines = value.split(',').map(Number);
  const count = node.value.split('\n').length;
  const beyond = lines.find((line) => line < 1 || line > count);
  if (beyond === undefined) return lines;
  const message = `\`lines=\` names line ${beyond} of a fence of ${count}; count from the first code line`;
  report('lines-beyond', place, message);
  return undefined;
}
