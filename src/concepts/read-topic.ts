import type { Root } from 'mdast';
import type { Context } from './context.ts';
import { readConcept } from './concept.ts';
import { checkFences } from './fence-names.ts';
import { readFrontmatter } from './frontmatter.ts';
import { isId } from './ids.ts';
import { parseMarkdown, TOP } from './markdown.ts';
import { makeReport, type Message, type Report } from './message.ts';
import { pairSections } from './pairing.ts';
import { checkHeadings, guideId, readSection, splitSections, type RawSection } from './sections.ts';
import { checkLinks } from './see-also.ts';
import { readTable, type Row } from './table.ts';
import type { Concept, Section, Topic } from './topic.ts';
import { readValues } from './values.ts';

/** Reads one file of `content/concepts`; every mistake is told, and a topic comes back where there is a table. */
export function readTopic(
  file: string,
  text: string,
  context: Context,
): { topic?: Topic; messages: Message[] } {
  const { messages, report } = makeReport(file);
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const root = parseMarkdown(source);
  const id = topicId(file, report);
  const table = readTable(root, source, report);
  const rows = table?.rows ?? [];
  const titles = new Set(rows.map(({ modal }) => modal.text));
  const [intro, ...raws] = splitSections(root, table?.node, titles);
  const words = readHead(root, id, raws.length === 0, report);
  if (raws.length > 0) checkHeadings(root, titles, report);
  checkLinks(root, report);
  const pairs = table
    ? pairSections(raws, table, context.modal, report)
    : new Map<Row, RawSection>();
  const read = (raw: RawSection, name: string, rule?: string): Section => {
    const { section, fences } = readSection(raw, name, rule, source, report);
    checkFences(fences, context, report);
    const values = rule === undefined ? [] : readValues(raw, source, context.fal, report);
    return { ...section, ...(values.length > 0 && { values }) };
  };
  const sections = new Map<RawSection, Section>();
  const concepts = rows.flatMap((row): Concept[] => {
    const raw = pairs.get(row);
    const made = readConcept(row, raw, context, read, report);
    if (raw && made.section) sections.set(raw, made.section);
    return made.concept ? [made.concept] : [];
  });
  for (const raw of raws) {
    if (!sections.has(raw)) sections.set(raw, read(raw, guideId(raw, report)));
  }
  const topic: Topic = {
    id,
    file,
    ...words,
    intro: read(intro, id),
    concepts,
    sections: raws.flatMap((raw) => sections.get(raw) ?? []),
  };
  checkNames(topic, report);
  return table ? { topic, messages } : { messages };
}

function topicId(file: string, report: Report): string {
  const id = file.replace(/^.*\//, '').replace(/\.md$/, '');
  if (!isId(id)) {
    const message = `\`${id}\` is no id of a topic; name the file in small letters, digits and hyphens`;
    report('topic-name', TOP, message);
  }
  return id;
}

function readHead(
  root: Root,
  id: string,
  onlyTable: boolean,
  report: Report,
): Pick<Topic, 'title' | 'description' | 'order'> {
  const [first] = root.children;
  const node = first?.type === 'yaml' ? first : undefined;
  const fallback = id.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  if (onlyTable) {
    const message = 'The file is only a table; write frontmatter and a `##` section a row';
    report('table-only', TOP, message, 'warning');
    if (!node) return { title: fallback, description: '' };
  }
  const { title = fallback, description = '', order } = readFrontmatter(node, report);
  return { title, description, ...(order !== undefined && { order }) };
}

function checkNames({ intro, sections }: Topic, report: Report): void {
  const seen = new Set<string>();
  for (const section of [intro, ...sections]) {
    for (const { name, before } of section.examples) {
      const place = before[0]?.place ?? section.place;
      // A name made of the section's id is twice where the id is, and that is reported.
      if (seen.has(name) && !name.startsWith(`${section.id}-`)) {
        report(
          'example-name-twice',
          place,
          `Another example is called \`${name}\`; write another \`name=\``,
        );
      }
      seen.add(name);
    }
  }
}
