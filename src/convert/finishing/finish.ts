import type { Edit } from '../../model/span.ts';
import { reread, type Program, type Read } from '../../program/program.ts';
import type { Names } from '../../python/names.ts';
import type { Stmt } from '../../python/syntax.ts';
import { applyEdits } from '../apply.ts';
import { brokenBy } from './check.ts';
import { clientEdits } from './clients.ts';
import { deadEdits, deadObjects } from './cleanup.ts';
import { unaskedObjects } from './held.ts';
import { importEdits } from './imports.ts';
import { insertion, newlineOf } from '../layout.ts';
import { sharedImages, type ImageNames } from './shared-images.ts';
import { sharedRequirements } from './shared-requirements.ts';
import { outsideReads, union } from './live.ts';
import { lastGuards } from './over.ts';
import { importedInstead, isMovable } from './watched.ts';
import type { Need } from '../part.ts';
import type { FileResult } from '../plan.ts';

/** What the chosen plans ask of the files as a whole. */
export interface Demands {
  readonly needs: ReadonlyMap<string, readonly Need[]>;
  readonly keeps: ReadonlyMap<string, ReadonlySet<string>>;
  readonly images: ReadonlyMap<string, ImageNames>;
}

/** What comes out, and the program as it would be if every result held. */
export interface Finished {
  readonly results: readonly FileResult[];
  readonly cleaned: Program;
}

/** Brings in imports, takes out what nothing uses, and looks whether each result holds. */
export async function finish(
  before: Program,
  after: Program,
  { needs, keeps, images }: Demands,
  excluded: ReadonlyMap<string, string>,
  read?: Read,
): Promise<Finished> {
  const outside = outsideReads(before, after, keeps);
  const clients = clientEdits(before, after, needs);
  const tidied = await reread(
    after,
    (names) => {
      const { file, module } = names;
      const old = namesOf(before, file);
      const changed = old && old.module.source !== module.source;
      if (!old || (!changed && outside.before.get(file) === undefined)) return module.source;
      const demands = {
        needs: needs.get(file) ?? [],
        images: images.get(file) ?? new Map<string, string>(),
        edits: clients.get(file) ?? [],
        unasked: unaskedObjects(before, after, names),
      };
      return cleanedText(old, names, demands, {
        now: union(outside.now.get(file), keeps.get(file)),
        before: outside.before.get(file) ?? new Set(),
      });
    },
    read,
  );
  const guards = lastGuards(tidied);
  const cleaned = await reread(
    tidied,
    ({ file, module }) =>
      applyEdits(module.source, guards.get(file) ?? [], newlineOf(module.source)),
    read,
  );
  const imported = importedNames(cleaned);
  const results = cleaned.files.flatMap(({ path, names }): FileResult[] => {
    const old = namesOf(before, path);
    const source = old?.module.source;
    if (!old || source === undefined || source === names.module.source) return [];
    const broken = brokenBy(old, names) ?? missedBy(imported.get(names) ?? [], old, names);
    if (broken !== undefined)
      return [{ file: path, before: source, after: source, refused: broken }];
    return [{ file: path, before: source, after: names.module.source }];
  });
  const stayed = [...excluded].map(([file, refused]): FileResult => {
    const source = namesOf(before, file)?.module.source ?? '';
    return { file, before: source, after: source, refused };
  });
  return { results: [...results.filter(({ file }) => !excluded.has(file)), ...stayed], cleaned };
}

/** By file, what others import from it: `from common import app`. */
function importedNames({ files }: Program): ReadonlyMap<Names, readonly ImportedName[]> {
  const found = new Map<Names, ImportedName[]>();
  for (const { path, names } of files) {
    for (const stmt of names.scopes.stmts) {
      const target = stmt.kind === 'import-from' ? names.open(stmt.module, stmt.level) : undefined;
      if (stmt.kind !== 'import-from' || !target) continue;
      const read = stmt.names.map(({ name }) => ({ name, by: path }));
      found.set(target, [...(found.get(target) ?? []), ...read]);
    }
  }
  return found;
}

interface ImportedName {
  readonly name: string;
  readonly by: string;
}

/** A name that another file imports from this one, and that is gone. */
function missedBy(imported: readonly ImportedName[], old: Names, now: Names): string | undefined {
  const { bindings } = now.scopes.module;
  if (bindings.has('*')) return undefined;
  const lost = imported.find(
    ({ name }) => !bindings.has(name) && old.scopes.module.bindings.has(name),
  );
  return lost && `\`${lost.name}\` is imported by \`${lost.by}\``;
}

function namesOf(program: Program, path: string): Names | undefined {
  return program.files.find((file) => file.path === path)?.names;
}

/** What is asked of one file, and edits of its own. */
interface FileDemands {
  readonly needs: readonly Need[];
  readonly images: ImageNames;
  readonly edits: readonly Edit[];
  /** Statements that nothing needs any more. */
  readonly unasked: readonly Stmt[];
}

function cleanedText(
  old: Names,
  names: Names,
  { needs, images, edits, unasked }: FileDemands,
  exported: { readonly now: ReadonlySet<string>; readonly before: ReadonlySet<string> },
): string {
  const { module } = names;
  const instead = importedInstead(names, needs);
  const added = importEdits(
    names,
    needs.filter((need) => !instead || !isMovable(need)),
  );
  const objects = deadObjects(old, names, exported.now, exported.before);
  const shared = sharedImages(names, objects, images, edits, exported.now);
  const gone = [...objects, ...unasked.map((stmt) => ({ stmt }))];
  const dead = deadEdits(old, names, gone, shared.kept, exported, added, instead);
  const imports = added.map((edit) => clearOf(module.source, edit, dead));
  const text = applyEdits(
    module.source,
    [...sharedRequirements(old, names, shared.edits), ...dead, ...imports],
    newlineOf(old.module.source),
  );
  return trimmedLike(old.module.source, text);
}

/** Without blank lines at its ends that are only the gap beside what stood there. */
function trimmedLike(old: string, text: string): string {
  const top = BLANK_START.test(old) ? text : text.replace(BLANK_START, '');
  return BLANK_END.test(old) ? top : top.replace(BLANK_END, '$1');
}

const BLANK_START = /^(?:[ \t]*\r?\n)+/;
const BLANK_END = /(\r?\n)(?:[ \t]*\r?\n)+$/;

/** An import that would follow a line which goes takes that line's place. */
function clearOf(source: string, edit: Edit, dead: readonly Edit[]): Edit {
  const at = edit.span.start;
  const around = dead.find(({ span }) => span.start < at && at < span.end);
  if (around) return insertion(around.span.start, `${edit.text.replace(/^\n+/, '')}\n`);
  // Above imports that all go it stands right before what follows them: never more than two blank lines.
  const end = endOfGone(dead, at);
  const blank = BLANK_START.exec(source.slice(end))?.[0].match(/\n/g)?.length ?? 0;
  return end > at
    ? insertion(
        at,
        edit.text.replace(/\n+$/, (gap) => cut(gap, 3 - blank)),
      )
    : edit;
}

function cut(gap: string, length: number): string {
  return gap.slice(0, Math.max(1, length));
}

/** Where what goes from an offset on ends. */
function endOfGone(dead: readonly Edit[], at: number): number {
  const next = dead.find(({ span, text }) => span.start === at && span.end > at && text === '');
  return next ? endOfGone(dead, next.span.end) : at;
}
