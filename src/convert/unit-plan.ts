import type { Rule, Verdict } from '../model/rule.ts';
import type { Edit } from '../model/span.ts';
import type { CallSite, Setting, Unit } from '../program/units.ts';
import type { Use } from '../python/uses.ts';
import { contains, expressions } from '../python/walk.ts';
import {
  insertion,
  indented,
  indentOf,
  lineEnd,
  lineStart,
  removals,
  styleOf,
  textOfExpr,
} from './layout.ts';
import { webDecorator } from './naming.ts';
import { quoteAt } from './quotes.ts';
import { marksAt, needsPerson, statementAt } from './marks.ts';
import type {
  CallContext,
  FalSetting,
  Need,
  Part,
  Style,
  TransformModule,
  UnitContext,
} from './part.ts';
import { localModules } from './modules/local.ts';
import { relativeImports } from './modules/relative.ts';
import { mergeParts } from './parts.ts';
import type { Plan, Reason } from './plan.ts';
import { worstVerdict } from './verdict.ts';

/** A plan with what the file needs to hold it up. */
export interface UnitPlan extends Plan {
  readonly of: Unit | undefined;
  readonly needs: Readonly<Record<string, readonly Need[]>>;
  /** Names, by file, that the cleaning up must leave. */
  readonly keeps: Readonly<Record<string, readonly string[]>>;
}

type Base = Omit<UnitContext, 'rule' | 'collected'>;
/** What a call transform gets, before its rule is known. */
type CallBase = Omit<CallContext, 'rule' | 'collected'>;

/** What one concept contributes. */
interface RulePart {
  readonly rule: Rule;
  readonly part: Part;
}

/** Decorators that make a unit what it is: their transforms come last, when all settings are known. */
const MAIN = new Set(['modal.App.function', 'modal.App.cls', 'modal.App.local_entrypoint']);
/** They come last too: what serves a function over HTTP carries its settings. */
const LAST = new Set([
  ...MAIN,
  'modal.fastapi_endpoint',
  'modal.asgi_app',
  'modal.wsgi_app',
  'modal.web_server',
]);

/** Plans one unit: asks every concept that takes part in it, and puts the parts together. */
export function planUnit(base: Base): UnitPlan {
  const { unit } = base;
  const rules = new Set<Rule>();
  const context = (rule: Rule, collected: readonly FalSetting[] = []): UnitContext => {
    rules.add(rule);
    return { ...base, rule, collected };
  };
  const settings = [...unit.settings.values()].map((setting) =>
    settingPart(base, setting, context),
  );
  const wide = innerUses(base).flatMap((use) => wholeRule(base, use) ?? []);
  const early = [...new Set([...decoratorRules(base, false), ...hookRules(base), ...wide])].map(
    (rule) => ({ rule, part: unitPart(base, rule, context(rule)) }),
  );
  const inner = innerUses(base)
    .filter((use) => !wholeRule(base, use))
    .map((use) => usePart(base, use, rules));
  const sites = unit.sites.map((site) => sitePart(base, site, rules));
  const collected = mergeParts([...settings, ...early.map(({ part }) => part)]);
  const modules = localModules(base, collected.settings ?? []);
  const main = mainRule(base);
  const paths = main ? relativeImports(base, main.id) : {};
  const duplicate = firstDuplicate(collected.settings ?? []);
  const late = [...decoratorRules(base, true)].map((rule) => ({
    rule,
    part: unitPart(base, rule, context(rule, [...(collected.settings ?? []), ...modules])),
  }));
  const replaced = new Set(late.flatMap(({ part }) => part.instead ?? []));
  const counted = (parts: readonly RulePart[]): Part[] =>
    parts.flatMap(({ rule, part }) =>
      rule.matches.some(({ symbol }) => replaced.has(symbol)) ? [] : [part],
    );
  const own = [...settings, ...counted(early), ...inner, ...sites, ...counted(late), paths];
  const part = mergeParts(own);
  const doubt = unit.doubts[0];
  const refused =
    doubt ??
    part.refused ??
    (duplicate === undefined ? undefined : `\`${duplicate}\` is decided twice`);
  return assemble(base, part, rules, refused);
}

/** The rule of what makes the unit one. */
function mainRule({ unit, ownerOf }: Base): Rule | undefined {
  const symbol = unit.decorators.find((each) => each.symbol && MAIN.has(each.symbol.name))?.symbol;
  return symbol && ownerOf({ symbol, role: 'decorator' });
}

function firstDuplicate(settings: readonly FalSetting[]): string | undefined {
  const names = settings.map(({ name }) => name);
  return names.find((name, i) => names.indexOf(name) !== i);
}

/** Rules of the decorators on the unit and on its methods: those that come last, or all others. */
function decoratorRules({ unit, ownerOf }: Base, last: boolean): ReadonlySet<Rule> {
  const members = [...unit.methods, ...unit.inherited];
  const all = [...unit.decorators, ...members.flatMap(({ decorators }) => decorators)];
  const found = new Set<Rule>();
  for (const { symbol } of all) {
    if (!symbol || LAST.has(symbol.name) !== last) continue;
    const rule = ownerOf({ symbol, role: 'decorator' });
    if (rule) found.add(rule);
  }
  return found;
}

/** The rule of a use that is converted once a unit, not once a use: `modal.parameter()`. */
function wholeRule(base: Base, use: Use): Rule | undefined {
  const rule = base.ownerOf(use);
  const transform = rule && transformOf(base, rule);
  return transform?.unit && !transform.call ? rule : undefined;
}

/** Hooks of the past have no decorator: `__enter__`, `__exit__`. */
function hookRules({ unit, file, ownerOf }: Base): Rule[] {
  const symbols = [
    { role: 'enter', name: 'modal.enter' },
    { role: 'exit', name: 'modal.exit' },
  ].map(({ role, name }) =>
    unit.methods.some((method) => method.role === role) ? file.names.sdk.lookup(name) : undefined,
  );
  return symbols.flatMap((symbol) =>
    symbol ? (ownerOf({ symbol, role: 'decorator' }) ?? []) : [],
  );
}

function transformOf({ transforms }: Base, { id }: Rule): TransformModule | undefined {
  return transforms.get(id);
}

function unitPart(base: Base, rule: Rule, context: UnitContext): Part {
  const transform = transformOf(base, rule)?.unit;
  if (transform) return transform(context);
  return { reasons: [ruleReason(rule, base.unit.stmt.nameSpan)] };
}

/** What the rule itself says of an occurrence that no transform knows. */
function ruleReason(rule: Rule, span: Reason['span']): Reason {
  const verdict: Verdict = rule.verdict === 'no-equivalent' ? 'no-equivalent' : 'manual';
  const message = rule.reason ?? `${rule.modal} has to be converted by hand: see ${rule.url}`;
  return { rule: rule.id, verdict, message, span };
}

function settingPart(base: Base, setting: Setting, context: (rule: Rule) => UnitContext): Part {
  const { unit, ownerOf } = base;
  const symbol = unit.decorators.find((d) => d.symbol && MAIN.has(d.symbol.name))?.symbol;
  const { name, argument } = setting;
  const rule = symbol && ownerOf({ symbol, role: 'keyword', keyword: { name, argument } });
  const span = setting.inherited ? unit.stmt.nameSpan : argument.span;
  if (!rule) {
    return {
      reasons: [
        { rule: 'cannot-resolve', verdict: 'manual', message: `\`${name}=\` is not known`, span },
      ],
    };
  }
  const transform = transformOf(base, rule)?.setting;
  if (transform) return atUnit(base, setting, transform(context(rule), setting));
  context(rule);
  if (rule.rewrite?.kind === 'setting') return copied(base, setting, rule);
  return atUnit(base, setting, { reasons: [ruleReason(rule, span)] });
}

/** Reasons about a value that stands elsewhere (in the App, in another file) are shown on the unit. */
function atUnit({ unit }: Base, setting: Setting, part: Part): Part {
  const near = (span: Reason['span']): boolean =>
    setting.names === unit.file.names && contains(unit.stmt.span, span);
  const reasons = part.reasons?.map((reason) =>
    near(reason.span) ? reason : { ...reason, span: unit.stmt.nameSpan },
  );
  // Something converted: the marks say what is missing. Nothing did: a person starts from what was there.
  const done = [part.settings, part.edits, part.removed].some((list) => list && list.length > 0);
  const lost = !done && reasons?.some(needsPerson) === true;
  const keeps = lost ? { [setting.names.file]: objectsIn(setting) } : {};
  return { ...part, keeps, ...(reasons && { reasons }) };
}

/** Names of Modal objects that a value is made of. */
function objectsIn({ value, names, scope }: Setting): string[] {
  return [...expressions(value)].flatMap((expr) =>
    expr.kind === 'name' && names.valueOf(expr, scope).kind === 'instance' ? [expr.id] : [],
  );
}

/** `scaledown_window=60` → `keep_alive = 60`: the user's own expression. */
function copied({ unit }: Base, setting: Setting, rule: Rule): Part {
  const { value, names } = setting;
  if (value.kind === 'constant' && value.value === null) return {};
  if (names !== unit.file.names || rule.rewrite?.kind !== 'setting')
    return { reasons: [ruleReason(rule, unit.stmt.nameSpan)] };
  return { settings: [{ name: rule.rewrite.name, value: textOfExpr(names.module.source, value) }] };
}

/** Uses inside the unit that are nobody's call site and no part of its decorators: `vol.commit()`, `modal.Sandbox.create()`. */
function innerUses({ unit, file, units }: Base): Use[] {
  const calls = new Set(units.flatMap(({ sites }) => sites.map(({ use }) => use)));
  const all = [...unit.decorators, ...unit.methods.flatMap((method) => method.decorators)];
  // `@(modal.x() if y else z)` is no decorator of the SDK that a transform sees.
  const decorators = all.filter(({ symbol }) => symbol !== undefined);
  return file.uses.filter(
    (use) =>
      contains(unit.stmt.span, use.span) &&
      !calls.has(use) &&
      use.role !== 'import' &&
      use.role !== 'keyword' &&
      !decorators.some(({ decorator }) => contains(decorator.span, use.span)),
  );
}

function usePart(base: CallBase, use: Use, rules: Set<Rule>): Part {
  return sitePart(base, { file: base.file, use, scope: use.scope }, rules);
}

function sitePart(base: CallBase, site: CallSite, rules: Set<Rule>): Part {
  const rule = base.ownerOf(site.use);
  if (!rule) return {};
  rules.add(rule);
  const transform = base.transforms.get(rule.id)?.call;
  const style = styleAt(site);
  const part = transform
    ? transform({ ...base, style, rule, collected: [] }, site)
    : (expressionPart(rule, site.use) ?? { reasons: [ruleReason(rule, site.use.span)] });
  return site.file === base.file ? part : moved(site, part);
}

/** The style of the file that holds a call, with a quote that its place allows. */
function styleAt({ file, use }: CallSite): Style {
  const style = styleOf(file.names.module);
  return { ...style, quote: quoteAt(file.names, use.span, style) };
}

/** Plans uses that belong to no unit. */
export function planUses(base: Omit<CallBase, 'unit'>, uses: readonly Use[]): UnitPlan | undefined {
  const { file } = base;
  const { source, body } = file.names.module;
  const rules = new Set<Rule>();
  const part = mergeParts(uses.map((use) => usePart({ ...base, unit: undefined }, use, rules)));
  const reasons = part.reasons ?? [];
  const marks = reasons.filter(needsPerson).flatMap((reason) => {
    const at = statementAt(body, reason.span.start)?.span.start ?? reason.span.start;
    return marksAt(source, at, [reason]);
  });
  const removed = removals(file.names.module, part.removed ?? []);
  const edits = [...marks, ...(part.edits ?? []), ...removed];
  if (edits.length === 0 && part.refused === undefined) return undefined;
  return {
    of: undefined,
    unit: file.path,
    kind: 'calls',
    file: file.path,
    span: { start: 0, end: source.length },
    ...judged(rules, reasons),
    ...(part.refused !== undefined && { refused: part.refused }),
    edits: { ...part.elsewhere, [file.path]: edits },
    needs: { ...part.needsElsewhere, [file.path]: part.needs ?? [] },
    keeps: part.keeps ?? {},
  };
}

/** What rules and reasons come to. */
function judged(
  rules: ReadonlySet<Rule>,
  reasons: readonly Reason[],
): Pick<Plan, 'applicability' | 'rules' | 'reasons'> {
  const verdict = worstVerdict([
    ...[...rules].map(ceiling),
    ...reasons.map((reason) => reason.verdict),
  ]);
  return {
    applicability:
      verdict === 'rewrite' ? 'safe' : verdict === 'rewrite-unsafe' ? 'unsafe' : 'manual',
    rules: [
      ...new Set([...[...rules].map(({ id }) => id), ...reasons.map(({ rule }) => rule)]),
    ].sort(),
    reasons,
  };
}

/** A table-only rewrite: a call without arguments becomes the fal cell's expression. */
function expressionPart({ rewrite }: Rule, { call }: Use): Part | undefined {
  if (rewrite?.kind !== 'expression' || !call || call.args.length > 0) return undefined;
  const needs = rewrite.imports.map((module): Need => ({ module }));
  return { edits: [{ span: call.parens ?? call.span, text: rewrite.text }], needs };
}

/** Edits of a call site in another file; the imports that they need go with them. */
function moved({ file }: CallSite, part: Part): Part {
  const { edits = [], removed = [], needs = [], reasons = [], refused } = part;
  const { source, body } = file.names.module;
  const marks = reasons.filter(needsPerson).flatMap((reason) => {
    const at = statementAt(body, reason.span.start)?.span.start ?? reason.span.start;
    return marksAt(source, at, [reason]);
  });
  const all = [...marks, ...edits, ...removals(file.names.module, removed)];
  return {
    elsewhere: { [file.path]: all },
    needsElsewhere: { [file.path]: needs },
    reasons: reasons.map((reason) => ({ ...reason, file: file.path })),
    ...(refused !== undefined && { refused }),
  };
}

function assemble(
  base: Base,
  part: Part,
  rules: ReadonlySet<Rule>,
  refused: string | undefined,
): UnitPlan {
  const { unit, file } = base;
  const reasons = part.reasons ?? [];
  const path = file.path;
  return {
    of: unit,
    unit: unit.name,
    kind: unit.kind,
    file: path,
    span: unit.stmt.span,
    ...becomes(base, part),
    ...judged(rules, reasons),
    ...(refused !== undefined && { refused }),
    edits: {
      ...part.elsewhere,
      [path]: [...(part.elsewhere?.[path] ?? []), ...unitEdits(base, part)],
    },
    needs: { ...part.needsElsewhere, [path]: part.needs ?? [] },
    keeps: part.keeps ?? {},
  };
}

/** What a unit is on fal: a web function is an app or a served function, and so can a class be that only serves. */
function becomes({ unit }: Base, { instead }: Part): Pick<Plan, 'becomes'> {
  if (unit.kind === 'entrypoint') return {};
  if (unit.kind === 'class')
    return { becomes: instead?.includes('modal.App.cls') ? 'fal.function' : 'fal.App' };
  return { becomes: webDecorator(unit) === 'modal.fastapi_endpoint' ? 'fal.App' : 'fal.function' };
}

/** A rule that is manual as a whole spoke through its reasons already. */
function ceiling({ verdict }: Rule): Verdict {
  return verdict === 'rewrite-unsafe' ? 'rewrite-unsafe' : 'rewrite';
}

function unitEdits({ unit, file }: Base, part: Part): Edit[] {
  const { source, body } = file.names.module;
  const top = unit.stmt.span.start;
  const start = lineStart(source, top);
  const blank = start === 0 || /\n[ \t]*\r?\n$/.test(source.slice(0, start)) ? '' : '\n\n';
  const outer = indentOf(source, top);
  const blocks = (part.before ?? []).map((text) =>
    insertion(start, `${blank}${indented(text, outer)}\n\n\n`),
  );
  // Reasons about other files have their marks there.
  const own = (part.reasons ?? []).filter((reason) => reason.file === undefined);
  const marks = own.filter(needsPerson).flatMap((reason) => {
    const stmt = statementAt(body, reason.span.start);
    return marksAt(source, stmt?.span.start ?? top, [reason]);
  });
  const after = (part.after ?? []).map((text) =>
    insertion(lineEnd(source, unit.stmt.span.end), `\n\n\n${indented(text, outer)}`),
  );
  const comments = decoratorComments({ unit, file }).map((text) =>
    insertion(start, `${outer}${text}\n`),
  );
  const end = source.trimEnd().length;
  const bottom = (part.bottom ?? []).map((text): Edit => ({
    span: { start: end, end: source.length },
    text: `\n\n\n${text}\n`,
  }));
  const removed = removals(file.names.module, part.removed ?? []);
  return [
    ...bottom,
    ...blocks,
    ...comments,
    ...memberEdits(source, unit, part.members ?? []),
    ...(part.edits ?? []),
    // A mark stands right above its statement, below all that is put there.
    ...marks,
    ...removed,
    ...after,
  ];
}

/** Comments inside the decorator that is written anew: they stand above the unit. */
function decoratorComments({ unit, file }: Pick<Base, 'unit' | 'file'>): string[] {
  const { source, comments } = file.names.module;
  const main = unit.decorators.filter(({ symbol }) => symbol && MAIN.has(symbol.name));
  return comments
    .filter((comment) => main.some(({ decorator }) => contains(decorator.span, comment)))
    .map(({ start, end }) => source.slice(start, end));
}

/** New members stand at the end of the class. */
function memberEdits(source: string, unit: Unit, members: readonly string[]): Edit[] {
  const { body } = unit.stmt;
  const indent = indentOf(source, body.span.start);
  const at = lineEnd(source, body.span.end);
  return members.map((text) => insertion(at, `\n\n${text.replace(/^(?=.)/gm, indent)}`));
}
