import type { Concept, Example, Section, Topic } from '../concepts/topic.ts';
import { exampleMarkdown } from './example.ts';
import { escapeHtml, inlineHtml } from './html.ts';
import { badge } from './verdicts.ts';

/** A topic with everything that its page shows. */
export interface TopicPage {
  readonly topic: Topic;
  /** The text that the topic was read from. */
  readonly source: string;
  /** What the linter prints for an example's program; absent where it is silent. */
  readonly findings: ReadonlyMap<Example, string>;
  /** Address of a line of the file in the repository. */
  readonly sourceUrl: (line: number) => string;
}

/** Lines of the source, 1-based, `to` not included, and what takes their place. */
interface Patch {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The Markdown of a topic's page: the topic's own text, with rows, sections and examples dressed up. */
export function topicMarkdown(page: TopicPage): string {
  const { topic, source } = page;
  const concepts = new Map(topic.concepts.map((concept) => [concept.section, concept]));
  const sections = [topic.intro, ...topic.sections];
  const patches = [
    tablePatch(topic),
    ...sections.flatMap((section) => headPatches(section, concepts.get(section), page)),
    ...sections.flatMap(({ examples }) =>
      examples.flatMap((example) => examplePatches(example, page.findings.get(example))),
    ),
  ];
  return applyPatches(source, patches);
}

/** The table, with a link from each row to its section. */
function tablePatch({ concepts }: Topic): Patch {
  const rows = concepts.map(({ place }) => place.line);
  const first = Math.min(...rows);
  const head =
    '<thead><tr><th scope="col">Modal</th><th scope="col">fal</th><th scope="col">Verdict</th><th scope="col">Notes</th></tr></thead>';
  const body = concepts.map((concept) => rowHtml(concept)).join('\n');
  const columns = '<colgroup><col><col><col><col></colgroup>';
  const text = `<div class="ml-table ml-table-rows">\n<table>\n${columns}\n${head}\n<tbody>\n${body}\n</tbody>\n</table>\n</div>`;
  return { from: first - 2, to: Math.max(...rows) + 1, text };
}

function rowHtml({ id, modal, fal, notes, verdict, section }: Concept): string {
  // Where no section takes the id, the row is what a diagnostic's address leads to.
  const open = section ? '<tr>' : `<tr id="${id}">`;
  const name = inlineHtml(modal.text);
  const link = section ? `<a href="#${id}">${name}</a>` : name;
  const cells = [inlineHtml(fal.text), badge(verdict), inlineHtml(notes.text)];
  return `${open}<th scope="row">${link}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function headPatches(section: Section, concept: Concept | undefined, page: TopicPage): Patch[] {
  if (section === page.topic.intro) return [];
  const { line } = section.place;
  const { title, others } = shortTitle(section.title);
  const heading = `## ${title} {#${section.id}}`;
  const also = others === '' ? '' : `<p class="ml-also">also ${inlineHtml(others)}</p>\n`;
  const patches = [
    replace(line, concept ? `${heading}\n\n${stripHtml(concept, page)}\n${also}` : heading),
  ];
  if (section.reason)
    patches.push(...reasonPatches(section, section.reason.place.line, page.source));
  return patches;
}

/** Letters of a heading that lists several names; it also stands in the narrow list of the page's contents. */
const LONG_TITLE = 48;

/** The names of a row that make a heading, and those that are listed below it. */
function shortTitle(title: string): { title: string; others: string } {
  const names = title.split(/(?<=`), (?=`)/);
  let count = 1;
  while (count < names.length && names.slice(0, count + 1).join(', ').length <= LONG_TITLE) count++;
  return { title: names.slice(0, count).join(', '), others: names.slice(count).join(', ') };
}

/** What the row says, under the heading of its section. */
function stripHtml({ id, fal, notes, verdict, place }: Concept, page: TopicPage): string {
  const becomes = `<span class="ml-becomes"><span class="sr-only">becomes</span><span aria-hidden="true">→</span> ${inlineHtml(fal.text)}</span>`;
  const note = notes.text === '' ? '' : ` <span class="ml-note">${inlineHtml(notes.text)}</span>`;
  const source = `<a href="${escapeHtml(page.sourceUrl(place.line))}">source</a>`;
  return `<div class="ml-strip">${badge(verdict)} ${becomes}${note} <span class="ml-rule">rule <code>${id}</code> · ${source}</span></div>`;
}

/** Sets the paragraph that gives the reason apart. */
function reasonPatches(section: Section, line: number, source: string): Patch[] {
  const lines = source.split('\n');
  const end = lines.findIndex((text, i) => i >= line && text.trim() === '');
  const to = end === -1 ? lines.length + 1 : end + 1;
  const text = lines.slice(line - 1, to - 1).join('\n');
  const kind = section.reason?.label ?? 'why';
  return [
    { from: line, to, text: `<div class="ml-reason ml-reason-${kind}">\n\n${text}\n\n</div>` },
  ];
}

/** Puts the whole example where its first fence stands; the others go. */
function examplePatches(example: Example, finding: string | undefined): Patch[] {
  const fences = [...example.before, ...example.after].toSorted((a, b) => a.line - b.line);
  return fences.map(({ line, code }, i) => ({
    from: line - 1,
    to: line + code.split('\n').length,
    text: i === 0 ? exampleMarkdown(example, finding) : '',
  }));
}

function replace(line: number, text: string): Patch {
  return { from: line, to: line + 1, text };
}

function applyPatches(source: string, patches: readonly Patch[]): string {
  const lines = source.split('\n');
  let result = '';
  let line = 1;
  for (const { from, to, text } of patches.toSorted((a, b) => a.from - b.from)) {
    result += lines
      .slice(line - 1, from - 1)
      .map((kept) => `${kept}\n`)
      .join('');
    result += `${text}\n`;
    line = to;
  }
  return result + lines.slice(line - 1).join('\n');
}
