import type { Example, Fence } from '../concepts/topic.ts';
import { escapeHtml, inlineHtml } from './html.ts';
import { marksOf, ranges } from './marks.ts';
import { ranOf } from '../verify/ran.ts';

/** Beyond this share of changed lines, marks say nothing. */
const MARKED_SHARE = 0.85;

/** An example as Markdown with HTML around it: pairs, what the linter prints, how it was run. */
export function exampleMarkdown(example: Example, finding: string | undefined): string {
  const parts = example.before.map((fence) => pairMarkdown(example, fence));
  // A file that only exists after the conversion.
  const added = example.after.filter(
    ({ file }) => !example.before.some((one) => one.file === file),
  );
  parts.push(...added.map((fence) => wrap('ml-pair', sideMarkdown('fal', fence, ''))));
  if (finding !== undefined) parts.push(findingMarkdown(example, finding));
  const ran = ranMarkdown(example);
  if (ran !== undefined) parts.push(ran);
  return wrap('ml-example', parts.join('\n\n'));
}

function pairMarkdown(example: Example, before: Fence): string {
  const after = example.after.find(({ file }) => file === before.file);
  if (!after) return wrap('ml-pair', sideMarkdown(labelOf(example), before, ''));
  const { removed, added } = marksOf(before.code, after.code);
  const lines = before.code.split('\n').length + after.code.split('\n').length;
  const isTelling = removed.length + added.length < lines * MARKED_SHARE;
  const mark = (name: string, marked: readonly number[]): string =>
    isTelling && marked.length > 0 ? ` ${name}={${ranges(marked)}}` : '';
  return wrap(
    'ml-pair',
    `${sideMarkdown('Modal', before, mark('del', removed))}\n\n${sideMarkdown(
      example.kind === 'manual' ? 'fal, to be finished' : 'fal',
      after,
      mark('ins', added),
    )}`,
  );
}

function labelOf({ kind }: Example): string {
  if (kind === 'unchanged') return 'Nothing to report';
  return kind === 'manual' ? 'Modal, changed by hand' : 'Modal';
}

function sideMarkdown(label: string, fence: Fence, marks: string): string {
  const caption = `<p class="ml-caption">${escapeHtml(label)} <code>${escapeHtml(fence.file)}</code></p>`;
  return wrap('ml-side', `${caption}\n\n${fenced(fence.language, fence.code, marks)}`);
}

function findingMarkdown({ before, rule }: Example, finding: string): string {
  const files = before.map(({ file }) => file).join(' ');
  const select = rule === undefined ? '' : `--select ${rule} `;
  const command = `modal-lint ${select}${escapeHtml(files)}`;
  const caption = `<p class="ml-caption">Terminal <code>${command}</code></p>`;
  return wrap('ml-finding', `${caption}\n\n${fenced('ansi', finding, '')}`);
}

function ranMarkdown(example: Example): string | undefined {
  const { ran, why } = ranOf(example);
  if (ran === 'silent' || ran === 'text') return undefined;
  const calls = example.calls.map((call) => `<code>${escapeHtml(call)}</code>`).join(', ');
  const text = {
    called: `Called on both SDKs, with equal results: ${calls}`,
    run: 'Run on both SDKs, with equal output',
    imported: 'Imported by both SDKs',
    modal: 'Imported by Modal; a person has to finish it',
    skipped: 'Not run on the SDKs',
  }[ran];
  const reason = why === undefined ? '' : `: ${inlineHtml(why)}`;
  return `<p class="ml-ran">${text}${reason}.</p>`;
}

/** A fence whose ticks are longer than any in the code. */
function fenced(language: string, code: string, meta: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language} frame="none"${meta}\n${code.replace(/\n$/, '')}\n${ticks}`;
}

/** Blank lines let Markdown through inside an HTML block. */
function wrap(name: string, inside: string): string {
  return `<div class="${name}">\n\n${inside}\n\n</div>`;
}
