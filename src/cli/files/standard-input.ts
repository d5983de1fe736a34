import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { textLanguageOf } from '../../text/language.ts';
import { decode } from './encoding.ts';
import { UsageError } from '../exit.ts';
import { shownPath } from './folders.ts';
import type { Source } from './read.ts';

const STDIN = 0;
/** Python, where no name tells the language. */
const UNNAMED = 'stdin.py';

/** What comes in on standard input, as a file of the given name. */
export function readStandardInput(name: string | undefined): Source {
  const path = shownPath(resolve(name ?? UNNAMED));
  const bytes = readFileSync(STDIN);
  const decoded = decode(bytes);
  if ('problem' in decoded) throw new UsageError(`Standard input: ${decoded.problem}`);
  return {
    path,
    language: textLanguageOf(path) ?? 'python',
    explicit: true,
    link: false,
    ...decoded,
    stamp: { mtimeMs: 0, size: bytes.length },
  };
}
