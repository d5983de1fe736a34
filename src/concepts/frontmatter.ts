import type { Yaml } from 'mdast';
import { isMap, isScalar, parseDocument } from 'yaml';
import { TOP } from './markdown.ts';
import type { Report } from './message.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import type { Place } from './topic.ts';

/** What stands at the top of a concept file; what is missing or broken is absent. */
export interface Frontmatter {
  readonly title?: string;
  readonly description?: string;
  readonly order?: number;
}

const FIELDS = ['title', 'description'] as const;

/** Reads the YAML block at the top of a concept file. */
export function readFrontmatter(node: Yaml | undefined, report: Report): Frontmatter {
  if (!node) {
    report(
      'frontmatter-missing',
      TOP,
      'The file has no frontmatter; start it with `---`, `title: …`, `description: …`, `---`',
    );
    return {};
  }
  const document = parseDocument(node.value);
  const [error] = document.errors;
  if (error) {
    const at = error.linePos?.[0] ?? { line: 1, col: 1 };
    const place = { line: at.line + 1, column: at.col, endColumn: at.col + 1 };
    report(
      'frontmatter-invalid',
      place,
      `The frontmatter is no YAML: ${error.message.replace(/(?: at line |\n)[^]*/, '')}`,
    );
    return {};
  }
  const fields = isMap(document.contents) ? document.contents.items : [];
  const texts = new Map<string, string>();
  let order: unknown;
  const keys = new Map<string, Place>();
  for (const { key, value } of fields) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    keys.set(name, placeInYaml(node.value, key.range[0], name.length));
    if (name === 'order' && isScalar(value)) order = value.value;
    if (isScalar(value) && typeof value.value === 'string') texts.set(name, value.value.trim());
  }
  const field = (name: string): string | undefined => {
    const text = texts.get(name);
    if (text !== undefined && text !== '') return text;
    reportMissing(name, keys, report);
    return undefined;
  };
  const title = field('title');
  const description = field('description');
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...orderOf(order, keys.get('order'), report),
  };
}

function orderOf(value: unknown, place: Place | undefined, report: Report): Frontmatter {
  if (!place) return {};
  if (typeof value === 'number' && Number.isInteger(value)) return { order: value };
  report('order-invalid', place, '`order` in the frontmatter is no whole number; write `order: 3`');
  return {};
}

function reportMissing(name: string, keys: ReadonlyMap<string, Place>, report: Report): void {
  const there = keys.get(name);
  const near = nearest(
    name,
    [...keys.keys()].filter((key) => !FIELDS.some((field) => field === key)),
  );
  const place = there ?? (near === undefined ? TOP : (keys.get(near) ?? TOP));
  const text = there
    ? `\`${name}\` in the frontmatter is no text; write one sentence`
    : `The frontmatter has no \`${name}\`; write \`${name}: …\``;
  report(`${name}-missing`, place, near === undefined ? text : `${text}${didYouMean(near)}`);
}

/** The block's text starts on the second line of the file. */
function placeInYaml(yaml: string, offset: number, length: number): Place {
  const before = yaml.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length + 1, column, endColumn: column + length };
}
