import type { RuleSet } from '../model/rule-set.ts';
import type { Edit } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import { readOnce, reread, type Program, type Read } from '../program/program.ts';
import { readUnits } from '../program/read-units.ts';
import { applyEdits } from './apply.ts';
import { finish } from './finishing/finish.ts';
import { newlineOf } from './layout.ts';
import { strandedFiles } from './modules/stranded.ts';
import { loadTransforms } from './load.ts';
import type { Need } from './part.ts';
import type { ConvertOptions, Migration, Plan, TextSource } from './plan.ts';
import { planAll, type Draft, type Planning } from './planning/plan-all.ts';
import { selectPlans } from './planning/select.ts';
import { leftTexts } from './texts/manuals.ts';
import { planText, type TextContext } from './texts/texts.ts';
import { Trail } from './trail.ts';
import type { UnitPlan } from './planning/unit-plan.ts';

/** Plans that touch the same text go in one after the other; more rounds than this are a circle of ours. */
const MAX_PASSES = 8;
const TOO_LATE = 'other units change the same text; run again to convert it';

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
  const context = { before: program, after, rules: rules.rules, options };
  const left = leftTexts(texts, program);
  const stays = new Set(left.map(({ file }) => file));
  const around = texts.filter(({ path }) => !stays.has(path));
  return { ...withTexts(migration, around, context), left, after };
}

/** What is told of a migration. */
type Outcome = Omit<Migration, 'after' | 'left'>;

async function migrateProgram(
  program: Program,
  rules: RuleSet,
  options: ConvertOptions,
): Promise<{ migration: Outcome; after: Program }> {
  const transforms = await loadTransforms(rules.rules);
  const excluded = new Map<string, string>(options.keep);
  const stranded = new Map<string, string>();
  const read = readOnce();
  const drafts = new WeakMap<Program, Draft>();
  for (;;) {
    const choices = { ...options, stranded };
    const setup = { rules, options: choices, transforms, excluded, read, drafts, shared: {} };
    const run = await convert(program, setup);
    const broken = run.migration.results.filter(({ refused }) => refused !== undefined);
    const news = broken.filter(({ file }) => !excluded.has(file));
    const late = strandedFiles(program, readUnits(program), run.after);
    const isKnown = [...late.keys()].every((file) => stranded.has(file));
    if (news.length === 0 && isKnown) return run;
    // Units move whole: a file whose result does not hold takes all plans that touch it back.
    for (const { file, refused = '' } of news) excluded.set(file, refused);
    for (const [file, why] of late) stranded.set(file, why);
  }
}

interface Setup extends Planning {
  /** Parses what comes out. */
  readonly read: Read;
}

async function convert(
  program: Program,
  setup: Setup,
): Promise<{ migration: Outcome; after: Program }> {
  const needs = new Map<string, Need[]>();
  const keeps = new Map<string, Set<string>>();
  const images = new Map<string, Map<string, string>>();
  const done = new Done();
  const trail = new Trail();
  let current = program;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { chosen, waiting, plans } = selectPlans(planAll(current, setup), current, setup.options);
    const isLast = chosen.length === 0 || pass === MAX_PASSES - 1;
    const left = plans.filter((plan) => !chosen.includes(plan) && !waiting.includes(plan));
    const late = isLast ? waiting.map((plan) => ({ ...plan, refused: TOO_LATE })) : [];
    done.leave([...left, ...late].map((plan) => trail.original(asPlan(plan))));
    done.convert(chosen.map((plan) => trail.original(asPlan(plan))));
    for (const plan of chosen) {
      for (const [file, list] of Object.entries(plan.needs))
        needs.set(file, [...(needs.get(file) ?? []), ...list]);
    }
    for (const { file, image } of chosen) {
      const [text, name] = image ?? [];
      if (text !== undefined && name !== undefined)
        images.set(file, (images.get(file) ?? new Map<string, string>()).set(text, name));
    }
    for (const plan of chosen) {
      for (const [file, names] of Object.entries(plan.keeps))
        keeps.set(file, new Set([...(keeps.get(file) ?? []), ...names]));
    }
    current = await applied(current, chosen, trail, setup.read);
    if (chosen.length === 0 || waiting.length === 0) break;
  }
  const { results, cleaned } = await finish(
    program,
    current,
    { needs, keeps, images },
    setup.excluded,
    setup.read,
  );
  const texts = new Map(results.map(({ file, after }) => [file, after]));
  // Read from what is nearest to it: only files that were refused are parsed again.
  const after = await reread(cleaned, ({ file, module }) => texts.get(file) ?? module.source);
  return { migration: { plans: done.plans, results }, after };
}

/** What became of each plan; one that waited is told once, when its turn came. */
class Done {
  readonly plans: Plan[] = [];
  private readonly told = new Set<string>();

  convert(plans: readonly Plan[]): void {
    for (const plan of plans) this.told.add(nameOf(plan));
    this.plans.push(...plans);
  }

  leave(plans: readonly Plan[]): void {
    this.convert(plans.filter((plan) => !this.told.has(nameOf(plan))));
  }
}

function nameOf({ file, kind, unit }: Plan): string {
  return `${file}\n${kind}\n${unit}`;
}

/** Adds what the conversion means for commands and requirement lines, in other files and in Python comments and strings. */
function withTexts(
  { plans, results }: Outcome,
  texts: readonly TextSource[],
  context: TextContext,
): Outcome {
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
    // Told by the lines of the user's own text, where it holds the same commands.
    const told = old && planText({ ...text, source: old.before }, context);
    added.push(told ? { ...plan, reasons: told.reasons } : plan);
    const before = old?.before ?? text.source;
    if (after !== before) merged.set(text.path, { file: text.path, before, after });
  }
  return { plans: [...plans, ...added], results: [...merged.values()] };
}

/** Converts a text until nothing changes: a command around another waits for the inner one. */
function convertText(text: TextSource, context: TextContext): { plan?: Plan; after: string } {
  const plan = planText(text, context);
  const newline = newlineOf(text.source);
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
  const { of: _of, needs: _needs, keeps: _keeps, image: _image, ...rest } = plan;
  const { starts: _starts, waits: _waits, stores: _stores, ...told } = rest;
  return told;
}

async function applied(
  program: Program,
  plans: readonly UnitPlan[],
  trail: Trail,
  read: Read,
): Promise<Program> {
  const edits = new Map<string, Edit[]>();
  for (const plan of plans) {
    for (const [file, list] of Object.entries(plan.edits))
      edits.set(file, [...(edits.get(file) ?? []), ...list]);
  }
  for (const { path, names } of program.files)
    trail.add(path, edits.get(path) ?? [], newlineOf(names.module.source));
  const text = ({ file, module }: Names): string =>
    applyEdits(module.source, edits.get(file) ?? [], newlineOf(module.source));
  return reread(program, text, read);
}
