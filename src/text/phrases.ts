import { readDockerfile } from './docker.ts';
import type { TextLanguage } from './language.ts';
import { findLists } from './listed.ts';
import { nextLine, promptEnd } from './lines.ts';
import { readProse } from './prose.ts';
import { readShell, worthReading } from './phrase.ts';
import type { Phrase, Reading, Site } from './phrase.ts';
import { pythonTextsOf, readPythonTexts } from './python.ts';
import type { PythonText } from './python.ts';
import { readJson, readToml } from './quoted.ts';
import { readJustfile, readMakefile, readProcfile } from './recipes.ts';
import { sliceView, wholeView } from './view.ts';
import type { View } from './view.ts';
import { readYaml } from './yaml.ts';

/** Finds the runs of words of a text that hold the name `modal` where a command may stand. */
export function findPhrases(
  source: string,
  language: TextLanguage,
  texts?: readonly PythonText[],
): Phrase[] {
  if (language === 'other' || !source.includes('modal')) return [];
  const reading: Reading = { found: [], read: (...part) => readAs(...part, reading) };
  const site: Site = {
    language,
    trust: 'shell',
    lines: true,
    commentable: language === 'shell',
    quotes: '',
    holes: false,
    depth: 0,
  };
  const whole = wholeView(source);
  if (language === 'python' && texts !== undefined) {
    const inOrder = texts.toSorted((a, b) => a.span.start - b.span.start);
    readPythonTexts(whole, inOrder, site, reading);
  } else readAs(language, withoutMark(whole), site, reading);
  const lists = isScript(language) ? [] : findLists(whole, { ...site, trust: 'prose' });
  return [...reading.found, ...lists];
}

function withoutMark(view: View): View {
  return view.text.startsWith('\ufeff') ? sliceView(view, 1, view.text.length) : view;
}

/** Scripts have no lists of quoted words. */
function isScript(language: TextLanguage): boolean {
  return language === 'shell' || language === 'makefile' || language === 'procfile';
}

function readAs(language: TextLanguage, view: View, site: Site, reading: Reading): void {
  if (!worthReading(view, site)) return;
  switch (language) {
    case 'shell':
      readShell(view, site, reading);
      return;
    case 'dockerfile':
      readDockerfile(view, site, reading);
      return;
    case 'makefile':
      readMakefile(view, site, reading);
      return;
    case 'justfile':
      readJustfile(view, site, reading);
      return;
    case 'procfile':
      readProcfile(view, site, reading);
      return;
    case 'yaml':
      readYaml(view, site, reading);
      return;
    case 'toml':
      readToml(view, site, reading);
      return;
    case 'json':
      readJson(view, site, reading);
      return;
    case 'markdown':
      readProse(view, site, false, reading);
      return;
    case 'python':
      readPythonTexts(view, pythonTextsOf(view.text), site, reading);
      readMagics(view, site, reading);
      return;
    case 'text':
      readProse(
        view,
        { ...site, trust: site.trust === 'shell' ? 'prose' : site.trust },
        true,
        reading,
      );
      return;
    case 'other':
  }
}

/** `!modal deploy app.py` in a notebook's code. */
function readMagics(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    const at = promptEnd(text, start, end);
    if (at > start && /[!%]/u.test(text[at - 1] ?? '')) {
      readShell(sliceView(view, at, end), { ...site, trust: 'shell', lines: true }, reading);
    }
    start = end;
  }
}
