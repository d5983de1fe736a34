import { readModule } from '../python/module.ts';
import { Names } from '../python/names.ts';
import type { Argument, Expr, Module, Stmt } from '../python/syntax.ts';
import { expressions, statements } from '../python/walk.ts';
import { completeCode, freeNames } from './cell-code.ts';
import type { FalVocabulary } from './vocabulary.ts';
import type { CellProblem } from './modal-cell.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import { unknownNames } from './unknown-names.ts';

/** Where a name without its module, as `ContainerImage`, is looked for. */
const HOMES = ['fal', 'fal.toolkit', 'fal.exceptions', 'fal_client'];

/** The first name in the code of a fal cell that fal does not have. */
export function checkFalCell(code: string, fal: FalVocabulary): CellProblem | undefined {
  if (/^fal\s+\S/.test(code)) return checkCommand(code, fal);
  // An address, where the Modal cell is one.
  if (/^https:\/\/(?:\w+\.)?fal\.run\/\S+$/.test(code)) return undefined;
  const bare = readModule(`${completeCode(code)}\n`);
  if (bare.errors.length > 0 || bare.body.length === 0) return checkOther(code);
  const free = freeNames(bare);
  const misspelt = [...free.keys()].find((name) => isMisspelt(name, fal));
  if (misspelt !== undefined) return unknownTop(code, misspelt, fal);
  const imports = [...free.keys()].flatMap((name) => importOf(name, fal));
  const prelude = ['import fal', 'import fal_client', ...imports, ''].join('\n');
  const module = readModule(`${prelude}${completeCode(code)}\n`);
  const found = checkModule(module, prelude.length, fal)[0];
  return found && { ...found, end: Math.min(found.end, code.length) };
}

/** Every name of a Python file that fal does not have, its settings of app classes included. */
export function checkFalModule(module: Module, fal: FalVocabulary): CellProblem[] {
  const names = new Names(module, fal.sdk);
  const classes = [...statements(module.body)].filter((stmt) => isApp(stmt, names));
  const settings = classes.flatMap((stmt) =>
    stmt.kind === 'class' ? stmt.body.body.flatMap((member) => nearSetting(member, fal)) : [],
  );
  return [...unknownIn(names, fal), ...settings, ...machineTypes(module, fal)];
}

function checkModule(module: Module, offset: number, fal: FalVocabulary): CellProblem[] {
  const names = new Names(module, fal.sdk);
  const body = module.body.filter(({ span }) => span.start >= offset);
  const problems = [
    ...unknownIn(names, fal),
    ...body.flatMap((stmt) => unknownMember(stmt, fal)),
    ...machineTypes(module, fal),
  ];
  return problems
    .map((problem) => ({ ...problem, start: problem.start - offset, end: problem.end - offset }))
    .toSorted((a, b) => a.start - b.start);
}

function unknownIn(names: Names, fal: FalVocabulary): CellProblem[] {
  const keywords = [...statements(names.module.body)].flatMap((stmt) =>
    isApp(stmt, names) && stmt.kind === 'class' ? unknownClassKeywords(stmt.args, fal) : [],
  );
  const unknown = unknownNames(names, fal).map(({ name, span, near }) => problem(name, span, near));
  return [...unknown, ...keywords];
}

function problem(
  name: string,
  { start, end }: { start: number; end: number },
  near: string | undefined,
): CellProblem {
  const ending = near === undefined ? '; write one that it has' : didYouMean(near);
  return { id: 'fal-unknown-name', text: `\`${name}\` is no name of fal${ending}`, start, end };
}

function isApp(stmt: Stmt, names: Names): boolean {
  if (stmt.kind !== 'class') return false;
  return stmt.args.some(({ name, value }) => {
    const base = name === undefined ? names.valueOf(value, names.scopeOf(stmt)) : undefined;
    return base?.kind === 'symbol' && base.symbol.name === 'fal.App';
  });
}

function unknownClassKeywords(args: readonly Argument[], fal: FalVocabulary): CellProblem[] {
  return args.flatMap(({ name, nameSpan, span }) => {
    if (name === undefined || fal.classKeywords.has(name) || fal.settings.has(name)) return [];
    return [problem(`fal.App(${name}=)`, nameSpan ?? span, nearest(name, fal.classKeywords))];
  });
}

/** `requirements = [...]` and `def setup(self)` in a cell are members of an app. */
function unknownMember(stmt: Stmt, fal: FalVocabulary): CellProblem[] {
  if (stmt.kind === 'function') {
    const hook = stmt.decorators.length === 0 && stmt.params.length === 1;
    if (!hook || stmt.params[0]?.name !== 'self') return [];
    if (fal.sdk.lookup(`fal.App.${stmt.name}`)) return [];
    const near = nearest(stmt.name, fal.childrenOf('fal.App'));
    return [problem(`fal.App.${stmt.name}`, stmt.nameSpan, near)];
  }
  if (stmt.kind !== 'assign' || stmt.op !== '=') return [];
  return stmt.targets.flatMap((target) => {
    if (target.kind !== 'name' || isSetting(target.id, fal)) return [];
    if (target.id === target.id.toUpperCase()) return []; // a variable of a shell or a program
    return [problem(`fal.App.${target.id}`, target.span, nearest(target.id, fal.settings))];
  });
}

function isSetting(name: string, fal: FalVocabulary): boolean {
  const ofFunction = fal.file.symbols['fal.function']?.params ?? [];
  return fal.settings.has(name) || fal.classKeywords.has(name) || ofFunction.includes(name);
}

/** fal takes any attribute without a word: a misspelt setting would do nothing. */
function nearSetting(stmt: Stmt, fal: FalVocabulary): CellProblem[] {
  if (stmt.kind !== 'assign') return [];
  return stmt.targets.flatMap((target) => {
    if (target.kind !== 'name' || isSetting(target.id, fal)) return [];
    const near = nearest(target.id, fal.settings);
    return near === undefined ? [] : [problem(`fal.App.${target.id}`, target.span, near)];
  });
}

function machineTypes(module: Module, fal: FalVocabulary): CellProblem[] {
  const values = [...statements(module.body)].flatMap((stmt): Expr[] => {
    const named = stmt.kind === 'assign' && stmt.targets.some(isMachineType);
    return named && stmt.value ? [stmt.value] : [];
  });
  const given = [...statements(module.body)].flatMap((stmt) => {
    const decorators = 'decorators' in stmt ? stmt.decorators : [];
    const exprs = 'exprs' in stmt ? stmt.exprs : decorators.map(({ expr }) => expr);
    return exprs.flatMap(machineTypeArguments);
  });
  return [...values, ...given].flatMap(possibleValues).flatMap((expr) => {
    if (expr.kind !== 'string' || expr.value === undefined || expr.value === '...') return [];
    if (fal.machineTypes.has(expr.value)) return [];
    const { start, end } = expr.span;
    const near = nearest(expr.value, fal.machineTypes) ?? [...fal.machineTypes].join('`, `');
    const text = `\`${expr.value}\` is no machine type of fal; write \`${near}\``;
    return [{ id: 'fal-unknown-machine', text, start, end }];
  });
}

/** What a setting can be: items of a list, both sides of a condition; what is looked up or called says nothing here. */
function possibleValues(value: Expr): Expr[] {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.flatMap(possibleValues);
  if (value.kind === 'conditional') return [value.then, value.else].flatMap(possibleValues);
  return [value];
}

function isMachineType(expr: Expr): boolean {
  return expr.kind === 'name' && expr.id === 'machine_type';
}

function machineTypeArguments(expr: Expr): Expr[] {
  return [...expressions(expr)].flatMap((one) => {
    const args = one.kind === 'call' ? one.args : [];
    return args.filter(({ name }) => name === 'machine_type').map(({ value }) => value);
  });
}

function importOf(name: string, fal: FalVocabulary): string[] {
  if (!/^[A-Z]/.test(name)) return [];
  const home = HOMES.find((one) => fal.sdk.lookup(`${one}.${name}`));
  return home === undefined ? [] : [`from ${home} import ${name}`];
}

/** A name in capitals may be the user's, pydantic's or FastAPI's, but not one letter beside fal's. */
function isMisspelt(name: string, fal: FalVocabulary): boolean {
  return (
    /^[A-Z]\w{4}/.test(name) && importOf(name, fal).length === 0 && nearTop(name, fal) !== undefined
  );
}

function nearTop(name: string, fal: FalVocabulary): string | undefined {
  return nearest(
    name,
    HOMES.flatMap((home) => fal.childrenOf(home)).filter((one) => /^[A-Z]/.test(one)),
  );
}

function unknownTop(code: string, name: string, fal: FalVocabulary): CellProblem {
  const start = code.indexOf(name);
  return problem(name, { start, end: start + name.length }, nearTop(name, fal));
}

function checkCommand(code: string, fal: FalVocabulary): CellProblem | undefined {
  const words = code.split(/\s+/);
  const [, group = ''] = words;
  const command = `fal ${group}`;
  const report = (name: string): CellProblem => ({
    id: 'fal-unknown-command',
    text: `\`${name}\` is no command of fal${didYouMean(nearest(name, fal.commands)) || '; write one that `fal --help` lists'}`,
    start: 0,
    end: code.length,
  });
  if (group.startsWith('-')) return undefined;
  if (!fal.commands.has(command)) return report(command);
  const isGroup = [...fal.commands].some((one) => one.startsWith(`${command} `));
  const sub = words[2];
  if (!isGroup || sub === undefined || !/^[a-z]/.test(sub)) return undefined;
  return fal.commands.has(`${command} ${sub}`) ? undefined : report(`${command} ${sub}`);
}

/** Paths, shell lines and Dockerfile lines are no Python and name nothing of fal. */
function checkOther(code: string): CellProblem | undefined {
  if (/^[/.~$]|^[\w.-]+\s+\S/.test(code)) return undefined;
  const text = `\`${code}\` is neither Python nor a command; write one piece of code`;
  return { id: 'fal-cell-unreadable', text, start: 0, end: code.length };
}
