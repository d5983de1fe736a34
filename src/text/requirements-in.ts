import { findInstalls } from './installs.ts';
import type { TextLanguage } from './language.ts';
import { requirementKindOf, type Requirement } from './requirement.ts';
import { findRequirements } from './requirement-files.ts';

/**
 * In Python, an installer with Modal's package behind it: on one line, on one with continuations, or in a list of strings.
 * Cheap, may say yes in vain; most Python files that name Modal have nothing of the kind.
 */
const INSTALLS =
  /(?:\b(?:install|add|inject)\b|--(?:with|from|spec)\b)(?:[^\n]|\\\r?\n|["'],?[ \t]*\r?\n){0,300}?\bmodal(?![\w.(])/;

const INSTALL_WORDS = ['install', 'add', 'inject', '--with', '--from', '--spec'];

function mayInstall(source: string): boolean {
  return INSTALL_WORDS.some((word) => source.includes(word)) && INSTALLS.test(source);
}

/** Everything in a text that requires Modal's package: lines of a list, the header of a script, commands that install. */
export function requirementsIn(
  source: string,
  path: string,
  language: TextLanguage,
): Requirement[] {
  const kind = requirementKindOf(path);
  return [
    ...(kind === undefined ? [] : findRequirements(source, kind)),
    ...(language === 'python' ? scriptRequirements(source) : []),
    ...(language !== 'python' || mayInstall(source) ? findInstalls(source, language) : []),
  ];
}

function scriptRequirements(source: string): Requirement[] {
  return findRequirements(source, 'script').map((found) => ({ ...found, isScript: true }));
}
