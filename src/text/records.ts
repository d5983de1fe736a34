import { textLanguageOf } from './language.ts';

const WORDS =
  /(?:^|[-_. ])(?:logs?|changelog|changes|history|transcripts?|journal|postmortems?|retrospective|releases?[-_ ]notes)(?:$|[-_. ])/i;
const DATE = /(?:^|\D)20\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?:\D|$)/;

/** Whether the name of a page says that it records what happened: it would be false with other commands in it. */
export function isRecord(path: string): boolean {
  const language = textLanguageOf(path);
  if (language !== 'markdown' && language !== 'text') return false;
  const parts = path.split('/');
  const name = (parts.pop() ?? '').replace(/\.\w+$/, '');
  return WORDS.test(name) || DATE.test(name) || parts.some((folder) => /^logs$|^transcripts$/i.test(folder)); // prettier-ignore
}
