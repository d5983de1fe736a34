import type { Heading, Paragraph, Root, RootContent, Table } from 'mdast';
import { readExamples } from './examples.ts';
import { readFences, type RoleFence } from './fences.ts';
import { isId, kebab } from './ids.ts';
import { headingParts, isCodeOnly, placeOf, plainText, TOP } from './markdown.ts';
import type { Report } from './message.ts';
import { readSeeAlso } from './see-also.ts';
import type { Place, Reason, Section } from './topic.ts';

/** A heading of the second level, or the top of the file, with what follows it up to the next. */
export interface RawSection {
  readonly heading?: Heading;
  /** The heading's text, code in backticks, without `{#id}`. */
  readonly title: string;
  /** `{#id}` of the heading. */
  readonly id?: string;
  readonly isCode: boolean;
  readonly place: Place;
  readonly body: readonly RootContent[];
}

/**
 * Cuts a file at its headings of the second level, and at those with the title of a row; the first piece is what stands above
 * them all.
 */
export function splitSections(
  root: Root,
  table: Table | undefined,
  rowTitles: ReadonlySet<string>,
): [RawSection, ...RawSection[]] {
  const nodes = root.children.filter((node) => node.type !== 'yaml' && node !== table);
  const starts = nodes.flatMap((node, at) => (startsSection(node, rowTitles) ? [at] : []));
  const intro = { title: '', isCode: false, place: TOP, body: nodes.slice(0, starts[0]) };
  const sections = starts.map((at, index) => {
    const heading = nodes[at];
    if (heading?.type !== 'heading') throw new Error('a section starts at its heading');
    const { nodes: words, id } = headingParts(heading);
    return {
      heading,
      title: plainText(words),
      isCode: isCodeOnly(words),
      place: placeOf(heading),
      body: nodes.slice(at + 1, starts[index + 1]),
      ...(id !== undefined && { id }),
    };
  });
  return [intro, ...sections];
}

function startsSection(node: RootContent, rowTitles: ReadonlySet<string>): boolean {
  if (node.type !== 'heading') return false;
  return node.depth === 2 || rowTitles.has(plainText(headingParts(node).nodes));
}

/** Reports headings of other levels that a reader or the table would take for sections. */
export function checkHeadings(root: Root, rowTitles: ReadonlySet<string>, report: Report): void {
  let last = 1;
  for (const node of root.children) {
    if (node.type !== 'heading') continue;
    const { nodes } = headingParts(node);
    const title = plainText(nodes);
    if (node.depth !== 2 && rowTitles.has(title)) {
      const message = `The section of ${title} stands at level ${node.depth}; write \`##\``;
      report('heading-level', placeOf(node), message);
    } else if (node.depth === 1) {
      const message = 'The title stands in the frontmatter; write `##` for a section';
      report('heading-level', placeOf(node), message);
    } else if (node.depth > last + 1 && node.depth > 2) {
      const message = `The heading jumps from level ${last} to ${node.depth}; write \`${'#'.repeat(last + 1)}\``;
      report('heading-level', placeOf(node), message);
    }
    last = node.depth;
  }
}

/** Reads the parts of a section: fences, examples, the reason, the links. */
export function readSection(
  raw: RawSection,
  id: string,
  rule: string | undefined,
  source: string,
  report: Report,
): { section: Section; fences: readonly RoleFence[] } {
  const { title, place, body } = raw;
  const fences = readFences(body, source, report);
  const reason = readReason(body, report);
  const section: Section = {
    id,
    title,
    place,
    body,
    seeAlso: readSeeAlso(body, report),
    examples: readExamples(fences, id, rule, report),
    ...(reason && { reason }),
  };
  return { section, fences };
}

/** The anchor of guide text. */
export function guideId({ id, title, place }: RawSection, report: Report): string {
  const slug = id ?? (kebab(title.replaceAll(/[`'’]/g, '')) || `line-${place.line}`);
  if (isId(slug)) return slug;
  report('id-invalid', place, idText(slug));
  return kebab(slug);
}

/** What to say of an id that is none. */
export function idText(id: string): string {
  return `\`{#${id}}\` is no id; write small letters, digits and single hyphens`;
}

/** `**Why:** …` or `**Instead:** …`, the first one of a section. */
function readReason(body: readonly RootContent[], report: Report): Reason | undefined {
  for (const node of body) {
    const label = node.type === 'paragraph' ? labelOf(node) : undefined;
    if (node.type !== 'paragraph' || !label) continue;
    const text = plainText(node.children.slice(1)).replace(/^:\s*/, '');
    if (text !== '') return { label, text, place: placeOf(node) };
    const word = label === 'why' ? 'Why' : 'Instead';
    report(
      'reason-empty',
      placeOf(node),
      `\`**${word}:**\` stands alone; write one sentence behind it`,
    );
  }
  return undefined;
}

/** Whether a paragraph is a reason, and which. */
export function labelOf({ children }: Paragraph): Reason['label'] | undefined {
  const [first] = children;
  if (first?.type !== 'strong') return undefined;
  const word = plainText(first.children).replace(/:$/, '').toLowerCase();
  return word === 'why' || word === 'instead' ? word : undefined;
}
