import type { Match } from '../model/rule.ts';
import { readModule } from '../python/module.ts';
import { Names } from '../python/names.ts';
import type { Argument, AssignStmt, Expr } from '../python/syntax.ts';
import { usesOf, type Use } from '../python/uses.ts';
import { completeCode, freeNames, mainExpr } from './cell-code.ts';
import { UNITS } from './ids.ts';
import { findAddresses } from '../text/addresses.ts';
import type { Vocabulary } from './vocabulary.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import { preludeOf } from './prelude.ts';
import { unknownNames } from './unknown-names.ts';

/** What a Modal cell stands for, or why it stands for nothing. */
export type Resolved = { readonly matches: readonly Match[] } | { readonly problem: CellProblem };

/** A mistake in the code of a cell; `start` and `end` count from the code's first letter. */
export interface CellProblem {
  readonly id: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Finds what the code of a Modal cell matches, with the resolver that reads users' files. */
export function resolveCell(code: string, modal: Vocabulary): Resolved {
  if (/^modal\s+\S/.test(code)) return resolveCommand(code, modal);
  if (/^pip install\s/.test(code)) return resolveInstall(code, modal);
  if (/^\w+:\/\//.test(code)) return resolveAddress(code);
  const bare = readModule(`${completeCode(code)}\n`);
  const [first] = bare.body;
  if (bare.errors.length > 0 || !first || (bare.body.length > 1 && !code.startsWith('@'))) {
    return whole(
      code,
      'cell-unreadable',
      `\`${code}\` is neither Python nor a \`modal\` command; write one piece of code`,
    );
  }
  const prelude = preludeOf(freeNames(bare), modal);
  const module = readModule(`${prelude}${completeCode(code)}\n`);
  const names = new Names(module, modal.sdk);
  const uses = usesOf(names).filter(({ span }) => span.start >= prelude.length);
  const wrong = wrongName(code, names, uses, prelude.length, modal);
  if (wrong) return { problem: wrong };
  const stmt = module.body.find(({ span }) => span.start >= prelude.length);
  if (stmt?.kind === 'assign' && isKeyword(stmt, code)) return resolveKeyword(code, modal);
  if (stmt?.kind === 'import' || stmt?.kind === 'import-from') return resolveImport(code, uses);
  const expr = mainExpr(stmt);
  const use = expr && useOf(expr, uses);
  if (!use || code === 'modal') return whole(code, 'cell-unknown-name', unknownText(code, modal));
  return { matches: [matchOf(use, modal)] };
}

function whole(code: string, id: string, text: string): Resolved {
  return { problem: { id, text, start: 0, end: code.length } };
}

/** A name that Modal does not have, or has under another name today. */
function wrongName(
  code: string,
  names: Names,
  uses: readonly Use[],
  offset: number,
  modal: Vocabulary,
): CellProblem | undefined {
  const unknown = unknownNames(names, modal).find(({ span }) => span.start >= offset);
  const place = (span: { start: number; end: number }): { start: number; end: number } => ({
    start: Math.max(0, span.start - offset),
    end: Math.min(code.length, span.end - offset),
  });
  if (unknown) {
    const { name, span, near } = unknown;
    const text = `\`${name}\` is no name of Modal${didYouMean(near)}`;
    return {
      id: 'cell-unknown-name',
      text: near === undefined ? `${text}; write one that it has` : text,
      ...place(span),
    };
  }
  for (const { symbol, span, keyword } of uses) {
    if (symbol.legacy !== undefined && symbol.legacy !== symbol.name) {
      return { id: 'cell-legacy', text: legacyText(symbol.legacy, symbol.name), ...place(span) };
    }
    const written = keyword?.argument.name;
    if (keyword && written !== undefined && written !== keyword.name) {
      return {
        id: 'cell-legacy',
        text: legacyText(`${written}=`, `${keyword.name}=`),
        ...place(span),
      };
    }
  }
  return undefined;
}

function legacyText(old: string, today: string): string {
  return `\`${old}\` is a name of the past; write \`${today}\`, which owns both`;
}

function unknownText(code: string, modal: Vocabulary): string {
  const root = /^\W*(?:\w+\s+)*?(\w+(?:\.\w+)*)/.exec(code)?.[1] ?? code;
  const near = /^[A-Z]/.test(root)
    ? undefined
    : nearest(root, ['modal', 'app', ...modal.childrenOf('modal').map((name) => `modal.${name}`)]);
  return `\`${code}\` names nothing of Modal${didYouMean(near)}${near === undefined ? '; write it as a program does, from `modal.` or `app.`' : ''}`;
}

/** `gpu="A100"`, but not `image = modal.Image.debian_slim()`: PEP 8 tells them apart. */
function isKeyword({ targets, op, annotation, value }: AssignStmt, code: string): boolean {
  const single = targets.length === 1 && targets[0]?.kind === 'name' && op === '=' && !annotation;
  return single && !(/^\w+\s+=\s/.test(code) && value?.kind === 'call');
}

function resolveKeyword(code: string, modal: Vocabulary): Resolved {
  const written = /^\w+/.exec(code)?.[0] ?? '';
  const problem = (id: string, text: string): Resolved => ({
    problem: { id, text, start: 0, end: written.length },
  });
  const today = new Set(UNITS.map((unit) => modal.sdk.keyword(unit, written)));
  const [now = written] = [...today].filter((name) => name !== written);
  if (now !== written) return problem('cell-legacy', legacyText(`${written}=`, `${now}=`));
  const owners = ownersOf(written, modal);
  if (owners.length > 0) {
    return { matches: owners.map((symbol) => ({ symbol, role: 'keyword', keyword: written })) };
  }
  const known = new Set(UNITS.flatMap((unit) => paramsOf(unit, modal)));
  const near = nearest(written, known);
  const elsewhere = Object.keys(modal.file.symbols).find((name) =>
    paramsOf(name, modal).includes(written),
  );
  const hint =
    near !== undefined || elsewhere === undefined
      ? didYouMean(near && `${near}=`)
      : `; write the call that has it, \`${elsewhere}(${written}=…)\``;
  return problem(
    'cell-unknown-keyword',
    `\`${written}=\` is no keyword of \`app.function\` or \`app.cls\`${hint}`,
  );
}

/** The units that take a keyword; else the decorators that do: `max_inputs` of `modal.concurrent`. */
function ownersOf(keyword: string, modal: Vocabulary): string[] {
  const has = (symbol: string): boolean =>
    paramsOf(symbol, modal).includes(keyword) || modal.goneKeywords.has(`${symbol}(${keyword})`);
  const units = UNITS.filter(has);
  if (units.length > 0) return units;
  const decorators = Object.entries(modal.file.symbols).filter(
    ([, { kind }]) => kind === 'decorator',
  );
  return decorators.map(([name]) => name).filter(has);
}

function paramsOf(symbol: string, modal: Vocabulary): readonly string[] {
  return modal.file.symbols[symbol]?.params?.filter((name) => !name.startsWith('*')) ?? [];
}

function resolveImport(code: string, uses: readonly Use[]): Resolved {
  const [use] = uses;
  if (!use)
    return whole(
      code,
      'cell-unknown-name',
      `\`${code}\` imports nothing of Modal; write \`import modal\``,
    );
  return { matches: [{ symbol: use.symbol.name, role: 'reference' }] };
}

/** The use that an expression is as a whole: of a chain the last call, of a decorator the decorator. */
function useOf(expr: Expr, uses: readonly Use[]): Use | undefined {
  const target = expr.kind === 'call' ? expr.func : expr;
  return uses.find(({ role, call, span }) => {
    if (role === 'keyword' || role === 'import') return false;
    return expr.kind === 'call' ? call === expr : span.end === target.span.end;
  });
}

function matchOf(use: Use, modal: Vocabulary): Match {
  const { symbol, role, receiver } = use;
  const keyword = role === 'reference' ? undefined : namedKeyword(use, modal);
  const onFunction = receiver?.of === 'modal.Function' && receiver;
  return {
    symbol: symbol.name,
    ...(keyword === undefined ? roleOf(use) : { role: 'keyword', keyword }),
    ...(onFunction && { receiver: receiverKind(receiver) }),
  };
}

function roleOf({ role }: Use): Pick<Match, 'role'> {
  return role === 'call' || role === 'decorator' ? { role } : {};
}

function receiverKind(receiver: NonNullable<Use['receiver']>): 'function' | 'method' {
  return (receiver.definition?.owner ?? receiver.object) ? 'method' : 'function';
}

/**
 * `image.pip_install(index_url="…")` is about its keyword; a class or a decorator is about itself, unless dots stand for the
 * rest: `@modal.enter(..., snap=True)`.
 */
function namedKeyword({ call, symbol }: Use, modal: Vocabulary): string | undefined {
  const [only, ...more] = (call?.args ?? []).filter((arg) => !isEllipsis(arg));
  const dots = call?.args.some(isEllipsis) ?? false;
  if (!only || more.length > 0 || only.name === undefined) return undefined;
  if ((isDecorator(symbol.name, modal) || symbol.kind === 'class') && !dots) return undefined;
  return paramsOf(symbol.name, modal).includes(only.name) ? only.name : undefined;
}

function isDecorator(symbol: string, modal: Vocabulary): boolean {
  return modal.file.symbols[symbol]?.kind === 'decorator';
}

function isEllipsis({ value, name }: Argument): boolean {
  return name === undefined && value.kind === 'constant' && value.value === '...';
}

/** `pip install modal` stands for every way to require the package. */
function resolveInstall(code: string, modal: Vocabulary): Resolved {
  const [name = ''] = code.split(/\s+/).slice(2);
  if (modal.file.roots.includes(name)) return { matches: [{ symbol: name, role: 'requirement' }] };
  const text = `\`${code}\` does not install Modal; write \`pip install modal\``;
  return whole(code, 'cell-unknown-package', text);
}

/** One address stands for all that Modal serves. */
function resolveAddress(code: string): Resolved {
  const [address] = findAddresses(code);
  if (address?.text === code) return { matches: [{ symbol: 'modal.run', role: 'address' }] };
  const text = `\`${code}\` is no address of Modal's; write \`https://acme--model.modal.run\``;
  return whole(code, 'cell-unknown-address', text);
}

function resolveCommand(code: string, modal: Vocabulary): Resolved {
  const words = code.split(/\s+/);
  for (let count = words.length; count > 1; count--) {
    const command = words.slice(0, count).join(' ');
    const today = modal.pastCommands.get(command);
    if (today !== undefined) return whole(code, 'cell-legacy', legacyText(command, today));
    const known = modal.commands.has(command) || modal.pastCommands.has(command);
    if (known) return { matches: [{ symbol: command, role: 'command' }] };
  }
  const near = nearest(words.slice(0, 2).join(' '), modal.commands);
  const text = `\`${words.slice(0, 2).join(' ')}\` is no command of Modal`;
  return whole(
    code,
    'cell-unknown-command',
    near === undefined
      ? `${text}; write one that \`modal --help\` lists`
      : `${text}${didYouMean(near)}`,
  );
}
