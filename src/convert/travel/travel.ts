import type { Edit } from '../../model/span.ts';
import type { Rule } from '../../model/rule.ts';
import { ownerOf } from '../../program/owner.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { contains } from '../../python/walk.ts';
import type { Names } from '../../python/names.ts';
import { lineStart } from '../layout.ts';
import { marksOf, needsPerson, statementAt } from '../marks.ts';
import { namesake } from '../naming.ts';
import type { Need } from '../part.ts';
import type { ConvertOptions, Reason } from '../plan.ts';
import { mainSymbol } from '../planning/decorators.ts';
import type { UnitPlan } from '../planning/unit-plan.ts';
import { isServer, serverName } from '../web/server-names.ts';
import { doingOf, type Doing, type Mentioned } from './leftover.ts';
import { messageOn, modalThings, ruleOf, type ModalThing } from './modal-objects.ts';
import { registrationOf, type Registration } from './registration.ts';
import { unpicklables, type Unpicklable } from './unpicklable.ts';

/** What all plans of a pass are judged against. */
export interface Fleet {
  readonly program: Program;
  readonly units: readonly Unit[];
  readonly rules: readonly Rule[];
  readonly options: Pick<ConvertOptions, 'level'>;
}

/** A reason, the text in which it stands, and whether its mark is there already. */
interface Finding {
  readonly reason: Reason;
  readonly names: Names;
  readonly isMarked?: boolean;
  /** What is written into that text instead of a mark. */
  readonly registration?: Registration;
}

/**
 * The last look at plans, all of them together: fal pickles a unit with everything that its names stand for, so one that would
 * still hold a Modal object, or an object that cannot be pickled, asks for a person.
 */
export function withTravelMarks(plans: readonly UnitPlan[], fleet: Fleet): UnitPlan[] {
  const going = plans.filter((plan) => isGoing(plan, fleet.options));
  const doing = doingOf(fleet.program, going);
  return plans.map((plan) => {
    const { of } = plan;
    if (!of || of.kind === 'entrypoint' || plan.refused !== undefined) return plan;
    return marked(plan, of, doing, [
      ...modalFindings(plan, of, fleet, doing),
      ...pickleFindings(of, fleet, doing),
      ...nameFindings(of, fleet),
    ]);
  });
}

const UP_TO = { safe: /^safe$/, unsafe: /^(?:un)?safe$/, all: /^/ } as const;

function isGoing({ refused, applicability }: UnitPlan, { level }: Fleet['options']): boolean {
  return refused === undefined && UP_TO[level].test(applicability);
}

/** The plan with what was found; marks stand above their statements, or above the unit where those go. */
function marked(plan: UnitPlan, unit: Unit, doing: Doing, found: readonly Finding[]): UnitPlan {
  if (found.length === 0) return plan;
  const edits: Record<string, readonly Edit[]> = { ...plan.edits };
  const needs: Record<string, readonly Need[]> = { ...plan.needs };
  const reasons = found.map(({ reason, names, isMarked = false, registration }) => {
    const { file } = names;
    if (registration) {
      edits[file] = [...(edits[file] ?? []), ...(registration.edit ? [registration.edit] : [])];
      needs[file] = [...(needs[file] ?? []), ...registration.needs];
      return reason;
    }
    if (isMarked) return reason;
    const isCovered = doing.covers(names, markLine(names, reason));
    const placed = isCovered ? { ...reason, span: unit.stmt.nameSpan } : reason;
    const home = isCovered ? unit.file.names : names;
    const marks = marksOf(home.module, [placed], isCovered ? unit.stmt.span.start : undefined);
    edits[home.file] = [...(edits[home.file] ?? []), ...marks];
    return home === unit.file.names ? placed : { ...placed, file: home.file };
  });
  return {
    ...plan,
    applicability: applicabilityOf(plan, reasons),
    rules: [...new Set([...plan.rules, ...reasons.map(({ rule }) => rule)])].sort(),
    reasons: [...plan.reasons, ...reasons],
    edits,
    needs,
  };
}

function applicabilityOf(
  { applicability }: UnitPlan,
  reasons: readonly Reason[],
): UnitPlan['applicability'] {
  if (reasons.some(needsPerson)) return 'manual';
  return applicability === 'safe' && reasons.length > 0 ? 'unsafe' : applicability;
}

function markLine({ module: { body, source } }: Names, { span }: Reason): number {
  return lineStart(source, statementAt(body, span.start)?.span.start ?? span.start);
}

interface Left {
  readonly thing: ModalThing;
  readonly left: readonly Mentioned[];
}

function modalFindings(plan: UnitPlan, unit: Unit, fleet: Fleet, doing: Doing): Finding[] {
  const { program, rules } = fleet;
  const things = modalThings(program, unit).map((thing): Left => ({
    thing,
    left: thing.mentions.filter((mention) => !doing.takes(mention)),
  }));
  const objects = things.filter(({ thing, left }) => thing.isObject && left.length > 0);
  return things.flatMap(({ thing, left }): Finding[] => {
    // Who takes an object out takes out what makes it.
    const [first] = left.filter(
      ({ names: { file } }) =>
        thing.isObject || !objects.some((other) => makes(thing, other, file)),
    );
    const rule = ruleOf(thing, rules) ?? mainRule(unit, fleet);
    if (!first || !rule) return [];
    const told = left.flatMap((mention) => marksAbout(thing, mention, fleet, doing));
    if (told.some((other) => other.plan === plan)) return [];
    const [mark] = told;
    const { names, span } = first;
    // Said where a helper stands, it asks for a person here as well.
    if (mark) {
      const file = mark.reason.file ?? mark.plan.file;
      return [{ reason: { ...mark.reason, file }, names, isMarked: true }];
    }
    const verdict = rule.verdict === 'no-equivalent' ? rule.verdict : 'manual';
    return [{ reason: { rule: rule.id, verdict, message: messageOn(thing, rule), span }, names }];
  });
}

/** What plans say of a thing where it is mentioned: of an object there, of Modal's own names in the same function. */
function marksAbout(
  { symbol, isObject }: ModalThing,
  mention: Mentioned,
  { rules }: Fleet,
  doing: Doing,
): ReturnType<Doing['marked']> {
  const kind = kindOf(symbol.name);
  return doing.marked(mention, isObject ? 'statement' : 'function').filter(({ reason }) => {
    const rule = rules.find(({ id }) => id === reason.rule);
    return rule?.matches.some((match) => kindOf(match.symbol) === kind);
  });
}

function makes({ symbol }: ModalThing, { thing, left }: Left, file: string): boolean {
  return (
    kindOf(symbol.name) === kindOf(thing.symbol.name) &&
    left.some(({ names }) => names.file === file)
  );
}

/** `modal.Volume` of `modal.Volume.from_name`. */
function kindOf(symbol: string): string {
  return symbol.split('.', 2).join('.');
}

function pickleFindings(unit: Unit, fleet: Fleet, doing: Doing): Finding[] {
  const rule = mainRule(unit, fleet)?.id;
  return unpicklables(fleet.program, unit).flatMap((thing): Finding[] => {
    const isLeft = thing.mentions.some((mention) => !doing.takes(mention));
    if (!isLeft || rule === undefined) return [];
    const verdict = 'manual';
    if (thing.fate === 'app') {
      const span = unit.stmt.nameSpan;
      return [
        {
          reason: { rule, verdict, message: appMessage(thing, unit), span },
          names: unit.file.names,
        },
      ];
    }
    const registration = registrationOf(fleet.program, thing);
    const { home, stmt } = thing;
    if (registration && !doing.covers(home, stmt.span.end)) {
      const name = thing.shown.replace(/^.*\./, '');
      const message = `\`${name}\` cannot be pickled, so a runner makes one of its own: what is set in it while files are imported stays on the machine that deploys`;
      const reason = {
        rule,
        verdict: 'rewrite-unsafe',
        message,
        span: unit.stmt.nameSpan,
      } as const;
      return [{ reason, names: home, registration }];
    }
    const message = unsentMessage(thing, unit);
    return [{ reason: { rule, verdict, message, span: thing.stmt.span }, names: thing.home }];
  });
}

function appMessage({ shown, maker, home }: Unpicklable, unit: Unit): string {
  return `\`${shown}\` is what \`${maker}\` makes in \`${home.file}\`, and fal cannot send an app to a runner: import it inside \`${unit.name}\`, and bring its module with \`app_files\` or a \`COPY\` line`;
}

const FATES = {
  unsent: 'which cannot be pickled, so fal cannot send it to a runner',
  locked:
    'whose lock arrives on a runner as one that is held, so that the first call waits forever',
  app: 'which cannot be pickled',
} as const;

function unsentMessage({ shown, maker, fate, mentions }: Unpicklable, unit: Unit): string {
  const name = shown.replace(/^.*\./, '');
  const made = maker.startsWith('a ') ? maker : `what \`${maker}\` makes`;
  const isDirect = mentions.some(
    ({ names, span }) => names === unit.file.names && contains(unit.stmt.span, span),
  );
  const instead =
    unit.kind === 'class' && isDirect
      ? `make it in \`setup\`, as \`self.${name}\``
      : 'make it in a function with `functools.lru_cache`, and call that';
  return `\`${name}\` is ${made}, ${FATES[fate]}: ${instead}`;
}

function nameFindings(unit: Unit, fleet: Fleet): Finding[] {
  const rule = mainRule(unit, fleet)?.id;
  const { name, file, stmt } = unit;
  if (rule === undefined) return [];
  const found = (verdict: Reason['verdict'], message: string): Finding[] => [
    { reason: { rule, verdict, message, span: stmt.nameSpan }, names: file.names },
  ];
  if (namesake(unit, fleet.units))
    return found(
      'manual',
      `\`${name}\` is defined twice in its file, and one app replaces the other: give one another name`,
    );
  if (!isServer(unit)) return [];
  const served = serverName(unit, fleet.units);
  const other = fleet.units.find(
    (each) => each.file !== file && isServer(each) && serverName(each, fleet.units) === served,
  );
  if (!other) return [];
  return found(
    'rewrite-unsafe',
    `\`${served}\` is the name of a function of \`${other.file.path}\` too, and one replaces the other where they are deployed: give each its own with \`fal deploy --app-name\``,
  );
}

function mainRule(unit: Unit, { rules }: Fleet): Rule | undefined {
  const symbol = mainSymbol(unit);
  return symbol && ownerOf({ symbol, role: 'decorator' }, rules);
}
