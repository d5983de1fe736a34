import type { Program } from '../../program/program.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { findCommands, type Command } from '../../text/command.ts';
import { filePath } from '../../text/find-file.ts';
import { findInstalls } from '../../text/installs.ts';
import { mayHoldCommand } from '../../text/language.ts';
import { isRecord } from '../../text/records.ts';
import type { LeftText, TextSource } from '../plan.ts';
import { treeOf } from './tree.ts';

/** Objects of Modal's that commands call by their names. */
const NAMED =
  /^modal\.(?:App|Volume|NetworkFileSystem|Secret|Dict|Queue|Function|Cls)(?:\.(?:from_name|lookup|persisted|create_deployed|objects))?$/;
const NAMING = /^modal (?:app|volume|nfs|secret|dict|queue)\b/;
/** `ap-FV1…`: what Modal numbered belongs to no program. */
const ID = /^[a-z]{2}-[A-Za-z\d]{8,}$/;

/**
 * Pages that are no part of the program, so that they would be false if Modal's commands in them became fal's: manuals of Modal
 * (what they name is not in the tree), and records of what happened.
 */
export function leftTexts(texts: readonly TextSource[], before: Program): LeftText[] {
  const { files, holds } = treeOf(before);
  const pages = texts.filter(isPage);
  // Without a program nobody can tell what it names.
  const manuals = new Set(files.some(holds) ? manualsAmong(pages, before) : []);
  return pages.flatMap(({ path }): LeftText[] => {
    if (manuals.has(path)) return [{ file: path, kind: 'manual' }];
    return isRecord(path) ? [{ file: path, kind: 'record' }] : [];
  });
}

/** Whether a text is made for people and holds commands, or says what to install. */
function isPage({ language, source }: TextSource): boolean {
  if ((language !== 'markdown' && language !== 'text') || !mayHoldCommand(source)) return false;
  if (findCommands(source, language).length > 0) return true;
  return language === 'markdown' && findInstalls(source, language).length > 0;
}

/** A page is about the program if it names something of it, about Modal if all that it names is elsewhere. */
type Page = 'program' | 'manual' | 'open';

function manualsAmong(pages: readonly TextSource[], before: Program): string[] {
  const names = namesOf(before);
  const paths = before.files.map(({ path }) => path);
  const told = new Map(pages.map((page) => [page.path, pageOf(page, names, paths)]));
  return [...told].flatMap(([path, page]) => {
    const isManual = page === 'manual' || (page === 'open' && liesAmongManuals(path, told));
    return isManual ? [path] : [];
  });
}

function pageOf(
  { source, language }: TextSource,
  names: ReadonlySet<string>,
  paths: readonly string[],
): Page {
  const own = findCommands(source, language).map((command) => isOwn(command, names, paths));
  if (own.includes(true)) return 'program';
  return own.includes(false) ? 'manual' : 'open';
}

/** Whether a command names something of the tree; nothing where it names nothing at all, or what the reader fills in. */
function isOwn(
  { name, target, positionals }: Command,
  names: ReadonlySet<string>,
  paths: readonly string[],
): boolean | undefined {
  if (target) {
    if (!target.literal || /[<>[\]{}…]/.test(target.path)) return undefined;
    // `file.py:function` is a slip of the pen.
    const wanted = filePath(target)
      .replace(/^(?:~|\.{0,2})\//, '')
      .replace(/(\.py):.*$/, '$1');
    return paths.some((path) => `/${path}`.endsWith(`/${wanted}`) || wanted.endsWith(`/${path}`));
  }
  if (positionals.some(({ text }) => names.has(text))) return true;
  const plain = positionals.filter(
    ({ text, literal }) => literal && /^[\w.-]+$/.test(text) && !ID.test(text),
  );
  return NAMING.test(name) && plain.length > 0 ? false : undefined;
}

/** A page that names nothing is what those around it are: of the nearest folder that tells. */
function liesAmongManuals(path: string, told: ReadonlyMap<string, Page>): boolean {
  const folders = path.split('/').slice(0, -1);
  for (; folders.length > 0; folders.pop()) {
    const folder = `${folders.join('/')}/`;
    const around = [...told].flatMap(([other, page]) =>
      other.startsWith(folder) && page !== 'open' ? [page] : [],
    );
    if (around.length > 0) return around.every((page) => page === 'manual');
  }
  return false;
}

/** The names of apps, volumes, secrets and the like that a program mentions. */
function namesOf({ files }: Program): ReadonlySet<string> {
  const found = files.flatMap(({ names, uses }) =>
    uses.flatMap(({ symbol, call, scope }) =>
      call && NAMED.test(symbol.name)
        ? call.args.flatMap(({ value }) => textOf(constantOf(names, value, scope)) ?? [])
        : [],
    ),
  );
  return new Set(found);
}
