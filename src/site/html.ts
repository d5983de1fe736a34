const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** One line of text with code in backticks, as HTML. */
export function inlineHtml(text: string): string {
  return text
    .split(/(`+[^`]+`+)/)
    .map((part) => {
      const code = /^(`+) ?(.+?) ?\1$/.exec(part)?.[2];
      return code === undefined ? escapeHtml(part) : `<code>${breakable(code)}</code>`;
    })
    .join('');
}

/** Long names break at their joints: before a bracket, behind a dot or an underscore. */
function breakable(code: string): string {
  return code
    .split(/(?=\()|(?<=[._/])(?=[A-Za-z])/)
    .map(escapeHtml)
    .join('<wbr>');
}
