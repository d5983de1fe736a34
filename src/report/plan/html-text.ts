import type { Place } from './report.ts';
import { oneLine } from '../style.ts';

/** Text as HTML shows it. */
export function text(raw: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return oneLine(raw).replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

/** Text with its code spans. */
export function rich(message: string): string {
  return message
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : text(part)))
    .join('');
}

/** A code span. */
export function code(raw: string): string {
  return `<code>${text(raw)}</code>`;
}

/** The name of a rule, which leads to its page. */
export function ruleLink(rule: string, url: string | undefined): string {
  return url !== undefined && /^https?:/.test(url)
    ? `<a href="${text(url)}">${code(rule)}</a>`
    : code(rule);
}

/** `app.py:12`. */
export function spot({ file, line }: Pick<Place, 'file' | 'line'>): string {
  return code(`${file}:${line}`);
}

/** Names of units, each with its place to be seen when pointed at. */
export function unitNames(places: readonly Place[]): string {
  return places
    .map(({ unit, file, line }) => `<code title="${text(`${file}:${line}`)}">${text(unit)}</code>`)
    .join(', ');
}

/** A section with a heading, or nothing where it has no content. */
export function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${text(title)}</h2>\n${content}\n</section>`;
}

/** A list, or nothing. */
export function list(items: readonly string[], kind: 'ul' | 'ol' = 'ul'): string {
  if (items.length === 0) return '';
  return `<${kind}>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</${kind}>`;
}

/** A table of cells that are HTML already, or nothing. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  return [
    '<div class="scroll"><table>',
    `<thead><tr>${head.map((title) => `<th scope="col">${text(title)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map(line).join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}
