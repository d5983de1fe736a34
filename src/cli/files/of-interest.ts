const WORD = 'modal';
/** No import is written on a longer line. */
const MAX_LINE = 4000;

/** Whether a Python text can import Modal: the word stands behind `import` or `from` in one logical line. */
export function importsModal(text: string): boolean {
  for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + WORD.length)) {
    if (!isWholeWord(text, at)) continue;
    const before = text.slice(Math.max(lineStart(text, at), at - MAX_LINE), at);
    if (/^[^#]*\b(?:import|from)\b/.test(before)) return true;
  }
  return false;
}

/** Whether a Python text imports fal: what it was converted to, perhaps. */
export function importsFal(text: string): boolean {
  return /^[ \t]*(?:import|from)[ \t]+fal\b/m.test(text);
}

function isWholeWord(text: string, at: number): boolean {
  return !/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + WORD.length));
}

/** Whether a backslash stands before the line end at an offset. */
function isContinued(text: string, end: number): boolean {
  return text[text[end - 1] === '\r' ? end - 2 : end - 1] === '\\';
}

/** Where the line at an offset starts, with the lines that a backslash ties to it. */
function lineStart(text: string, at: number): number {
  let end = text.lastIndexOf('\n', at);
  while (end > 0 && isContinued(text, end)) {
    end = text.lastIndexOf('\n', end - 1);
  }
  return end + 1;
}
