import type { TextLanguage } from './language.ts';

/** A text that holds commands. */
interface Text {
  readonly source: string;
  readonly language: TextLanguage;
}

/** Where the shell of a command stands, as far as the text around it tells. */
export interface Folders {
  /** Folders that were entered before, from the outside in. */
  readonly entered: readonly string[];
  /** A folder was entered that only the shell or the reader knows: `entered` is what follows it. */
  readonly lost: boolean;
  /** It is a path of some machine's own, in so many words: the tree may be the last folder of it. */
  readonly absolute?: true;
}

const CD = /(?:^|[\s;&|(])cd[ \t]+("[^"\n]*"|'[^'\n]*'|<[^>\n]*>[^\s;&|]*|[^\s;&|)]+)/g;
const FENCE = /^[\s>]*(?:`{3}|~{3})/;
/** `cd "$(dirname "$0")"`: the script's own folder. */
const OWN = /\bcd[ \t]+(?:--[ \t]+)?"?\$\([^)]*(?:dirname|BASH_SOURCE)/;

/** The folders that the text enters before its command at `at`: `cd app && modal deploy main.py`, or on the lines above. */
export function foldersAt({ source, language }: Text, at: number): Folders {
  const start = source.lastIndexOf('\n', at - 1) + 1;
  const here = source.slice(start, at);
  // Every line of a recipe and every instruction has a shell of its own.
  const apart = language === 'makefile' || language === 'justfile' || language === 'dockerfile';
  const above = apart ? [] : linesAbove(source.slice(0, start), here, language === 'markdown');
  return [...above, here].reduce(afterLine, { entered: [], lost: false });
}

/** Lines that run in the same shell, from the first on: those of a fence, of a script, of a block of YAML. */
function linesAbove(text: string, here: string, fenced: boolean): string[] {
  const found: string[] = [];
  const margin = marginOf(here);
  for (const line of text.split(/\r?\n/).slice(0, -1).toReversed()) {
    if (FENCE.test(line)) return found.toReversed();
    if (line.trim() !== '' && marginOf(line) < margin) break;
    // What a subshell enters it leaves.
    if (/^[\s>#*]*(?:\$ |- )?cd[ \t]/.test(line) && marginOf(line) === margin) found.push(line);
  }
  return fenced ? [] : found.toReversed();
}

function marginOf(line: string): number {
  return /^[\s>]*/.exec(line)?.[0].length ?? 0;
}

function afterLine(place: Folders, line: string): Folders {
  if (OWN.test(line)) return { entered: [], lost: false };
  return [...line.matchAll(CD)].reduce((at, [, word = '']) => afterCd(at, word), place);
}

function afterCd({ entered: before, ...at }: Folders, word: string): Folders {
  const path = word.replace(/^["']|["']$/g, '');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const strange = parts.findLastIndex((part) => /[^\w.@ -]/.test(part));
  const own = /^(?:[a-z]:)?\/[\w.@ /-]+$/i.test(path);
  if (own) {
    const entered = parts.filter((part) => !part.endsWith(':'));
    return { entered, lost: true, absolute: true };
  }
  if (path.startsWith('/') || path.startsWith('~') || path === '-' || strange !== -1)
    return { entered: parts.slice(strange + 1).filter((part) => !/^[~-]$/.test(part)), lost: true };
  return { entered: [...before, ...parts], ...at };
}
