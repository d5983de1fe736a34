import type { Place } from './topic.ts';

/** One mistake in the markdown. */
export interface Message extends Place {
  readonly file: string;
  readonly severity: 'error' | 'warning';
  /** Names the kind of mistake: `row-without-section`. */
  readonly id: string;
  /** What is there, then what to write instead. */
  readonly text: string;
}

/** Takes one mistake; its severity is `error` where none is given. */
export type Report = (
  id: string,
  place: Place,
  text: string,
  severity?: Message['severity'],
) => void;

/** A list of messages of one file, and the function that adds to it. */
export function makeReport(file: string): { messages: Message[]; report: Report } {
  const messages: Message[] = [];
  const report: Report = (id, { line, column, endColumn }, text, severity = 'error') => {
    messages.push({ file, line, column, endColumn, severity, id, text });
  };
  return { messages, report };
}

/** Prints messages with the lines that they point at. */
export function renderMessages(
  messages: readonly Message[],
  sources: ReadonlyMap<string, string>,
): string {
  const lines = new Map([...sources].map(([file, text]) => [file, text.split(/\r?\n/)]));
  return inOrder(messages)
    .map((message) => render(message, lines.get(message.file)?.[message.line - 1] ?? ''))
    .join('\n');
}

function render(message: Message, source: string): string {
  const { file, line, column, endColumn, severity, id, text } = message;
  const gutter = ' '.repeat(String(line).length);
  // A tab in front of the carets stays a tab, so that both lines indent alike.
  const lead = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(endColumn, source.length + 1) - column));
  return [
    `${file}:${line}:${column} ${severity} ${id}: ${text}`,
    ` ${gutter} |`,
    ` ${line} | ${source}`,
    ` ${gutter} | ${lead}${carets}`,
    '',
  ].join('\n');
}

function inOrder(messages: readonly Message[]): Message[] {
  return messages.toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}
