import type { RuleSet } from '../model/rule-set.ts';
import type { Edit } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import { makeOwner } from '../program/owner.ts';
import { readProgram, type Program } from '../program/program.ts';
import { readUnits } from '../program/read-units.ts';
import { applyEdits } from './apply.ts';
import { brokenBy } from './check.ts';
import { deadEdits } from './cleanup.ts';
import { planFile } from './file-plan.ts';
import { importEdits } from './imports.ts';
import { insertion, styleOf } from './layout.ts';
import { outsideReads, union } from './live.ts';
import { loadTransforms } from './load.ts';
import type { Need, TransformModule } from './part.ts';
import type { ConvertOptions, FileResult, Migration, Plan } from './plan.ts';
import { selectPlans } from './select.ts';
import { planText, type TextContext, type TextSource } from './texts.ts';
import { planUnit, type UnitPlan } from './unit-plan.ts';

/** Plans that touch the same text go in one after the other; more rounds than this are a circle of ours. */
const MAX_PASSES = 8;

/**
 * Plans the conversion of every unit of a program, and applies what the options allow. The program itself stays as it is.
 * `texts` are the files around it that hold commands and requirement lines.
 */
export async function migrate(
  program: Program,
  rules: RuleSet,
  options: ConvertOptions,
  texts: readonly TextSource[] = [],
): Promise<Migration> {
  const { migration, after } = await migrateProgram(program, rules, options);
  return withTexts(migration, texts, { before: program, after, rules: rules.rules, options });
}

async function migrateProgram(
  program: Program,
  rules: RuleSet,
  options: ConvertOptions,
): Promise<{ migration: Migration; after: Program }> {
  const transforms = await loadTransforms(rules.rules);
  const excluded = new Map<string, string>(options.keep);
  for (;;) {
    const run = await convert(program, { rules, options, transforms, excluded });
    const broken = run.migration.results.filter(({ refused }) => refused !== undefined);
    const news = broken.filter(({ file }) => !excluded.has(file));
    if (news.length === 0) return run;
    // Units move whole: a file whose result does not hold takes all plans that touch it back.
    for (const { file, refused = '' } of news) excluded.set(file, refused);
  }
}

interface Setup {
  readonly rules: RuleSet;
  readonly options: ConvertOptions;
  readonly transforms: ReadonlyMap<string, TransformModule>;
  /** Files that must stay as they are, and why. */
  readonly excluded: ReadonlyMap<string, string>;
}

async function convert(
  program: Program,
  setup: Setup,
): Promise<{ migration: Migration; after: Program }> {
  const needs = new Map<string, Need[]>();
  const keeps = new Map<string, Set<string>>();
  const done: Plan[] = [];
  let current = program;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { chosen, waiting, plans } = selectPlans(planAll(current, setup), setup.options);
    if (pass === 0)
      done.push(
        ...plans.filter((plan) => !chosen.includes(plan) && !waiting.includes(plan)).map(asPlan),
      );
    done.push(...chosen.map(asPlan));
    for (const plan of chosen) {
      for (const [file, list] of Object.entries(plan.needs))
        needs.set(file, [...(needs.get(file) ?? []), ...list]);
    }
    for (const plan of chosen) {
      for (const [file, names] of Object.entries(plan.keeps))
        keeps.set(file, new Set([...(keeps.get(file) ?? []), ...names]));
    }
    current = await applied(current, chosen);
    if (chosen.length === 0 || waiting.length === 0) break;
  }
  const results = await finish(program, current, { needs, keeps }, setup);
  const after = await reread(program, (names) => {
    return results.find(({ file }) => file === names.file)?.after ?? names.module.source;
  });
  return { migration: { plans: done, results }, after };
}

/** Adds what the conversion means for commands and requirement lines, in other files and in Python comments and strings. */
function withTexts(
  { plans, results }: Migration,
  texts: readonly TextSource[],
  context: TextContext,
): Migration {
  const python = context.after.files.map(({ path, names }): TextSource => ({
    path,
    source: names.module.source,
    language: 'python',
  }));
  const merged = new Map(results.map((result) => [result.file, result]));
  const added: Plan[] = [];
  for (const text of [...texts, ...python]) {
    const old = merged.get(text.path);
    const { plan, after } = convertText(text, context);
    if (!plan || old?.refused !== undefined) continue;
    added.push(plan);
    const before = old?.before ?? text.source;
    if (after !== before) merged.set(text.path, { file: text.path, before, after });
  }
  return { plans: [...plans, ...added], results: [...merged.values()] };
}

/** Converts a text until nothing changes: a command around another waits for the inner one. */
function convertText(text: TextSource, context: TextContext): { plan?: Plan; after: string } {
  const plan = planText(text, context);
  const newline = text.source.includes('\r\n') ? '\r\n' : '\n';
  let after = text.source;
  let next = plan;
  for (let pass = 0; next && pass < MAX_PASSES; pass++) {
    const changed = applyEdits(after, next.edits[text.path] ?? [], newline);
    if (changed === after) break;
    after = changed;
    next = planText({ ...text, source: after }, context);
  }
  return { ...(plan && { plan }), after };
}

function asPlan(plan: UnitPlan): Plan {
  const { of: _of, needs: _needs, keeps: _keeps, ...rest } = plan;
  return rest;
}

function planAll(program: Program, { rules, options, transforms, excluded }: Setup): UnitPlan[] {
  const units = readUnits(program);
  const ownerOf = makeOwner(rules.rules);
  const plans = units.map((unit) =>
    planUnit({
      program,
      unit,
      units,
      file: unit.file,
      style: styleOf(unit.file.names.module),
      options,
      rules,
      transforms,
      ownerOf,
    }),
  );
  const loose = program.files.flatMap((file) => {
    const plan = planFile({
      program,
      units,
      file,
      style: styleOf(file.names.module),
      options,
      rules,
      transforms,
      ownerOf,
    });
    return plan ? [plan] : [];
  });
  return [...plans, ...loose].map((plan) => {
    const file = Object.keys(plan.edits).find((path) => excluded.has(path));
    return file === undefined
      ? plan
      : { ...plan, refused: `\`${file}\` stays as it is: ${excluded.get(file) ?? ''}` };
  });
}

async function applied(program: Program, plans: readonly UnitPlan[]): Promise<Program> {
  const edits = new Map<string, Edit[]>();
  for (const plan of plans) {
    for (const [file, list] of Object.entries(plan.edits))
      edits.set(file, [...(edits.get(file) ?? []), ...list]);
  }
  return reread(program, ({ file, module }) =>
    applyEdits(module.source, edits.get(file) ?? [], styleOf(module).newline),
  );
}

/** The program with other texts. */
async function reread(program: Program, text: (names: Names) => string): Promise<Program> {
  const [first] = program.files;
  if (!first) return program;
  const sources = program.files.map(({ path, names }) => ({ path, source: text(names) }));
  return readProgram(sources, first.names.sdk, program);
}

/** What the chosen plans ask of the files as a whole. */
interface Demands {
  readonly needs: ReadonlyMap<string, readonly Need[]>;
  readonly keeps: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Brings in imports, takes out what nothing uses, and looks whether each result holds. */
async function finish(
  before: Program,
  after: Program,
  { needs, keeps }: Demands,
  { excluded }: Setup,
): Promise<FileResult[]> {
  const outside = outsideReads(before, after, keeps);
  const cleaned = await reread(after, (names) => {
    const { file, module } = names;
    const old = namesOf(before, file);
    const changed = old && old.module.source !== module.source;
    if (!old || (!changed && outside.before.get(file) === undefined)) return module.source;
    return cleanedText(old, names, needs.get(file) ?? [], {
      now: union(outside.now.get(file), keeps.get(file)),
      before: outside.before.get(file) ?? new Set(),
    });
  });
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
  return [...results.filter(({ file }) => !excluded.has(file)), ...stayed];
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

function cleanedText(
  old: Names,
  names: Names,
  needs: readonly Need[],
  exported: { readonly now: ReadonlySet<string>; readonly before: ReadonlySet<string> },
): string {
  const { module } = names;
  const dead = deadEdits(old, names, exported.now, exported.before);
  const imports = importEdits(module, needs).map((edit) => clearOf(edit, dead));
  const text = applyEdits(module.source, [...dead, ...imports], styleOf(old.module).newline);
  return BLANK_START.test(old.module.source) ? text : text.replace(BLANK_START, '');
}

/** Blank lines at the top: the gap below what stood there. */
const BLANK_START = /^(?:[ \t]*\r?\n)+/;

/** An import that would follow a line which goes takes that line's place. */
function clearOf(edit: Edit, dead: readonly Edit[]): Edit {
  const at = edit.span.start;
  const around = dead.find(({ span }) => span.start < at && at < span.end);
  return around ? insertion(around.span.start, `${edit.text.replace(/^\n+/, '')}\n`) : edit;
}
