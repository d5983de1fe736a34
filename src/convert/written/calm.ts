import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallExpr, FunctionStmt } from '../../python/syntax.ts';
import { expressionsIn, statements } from '../../python/walk.ts';

/** What gives the same each time while a program is deployed, and does nothing else. */
const CALM =
  /^(?:os\.(?:environ\.get|getenv|getcwd|fspath|path\.\w+)|shlex\.(?:quote|join|split)|json\.(?:dumps|loads)|re\.(?:sub|escape|split|findall|match|search|fullmatch|compile)|textwrap\.(?:dedent|indent)|pathlib\.\w*Path(?:\.(?:cwd|home))?|importlib\.metadata\.(?:version|requires)|base64\.\w+|hashlib\.\w+|urllib\.parse\.\w+|platform\.\w+|str|int|float|bool|len|list|tuple|dict|set|frozenset|sorted|reversed|range|enumerate|zip|map|filter|min|max|sum|any|all|repr|format|getattr|hasattr|isinstance|abs|round)$/;

/** What the clock and the machine say: another time is another text, but nobody compares those of two images. */
const MOMENT =
  /^(?:datetime\.(?:datetime\.(?:now|utcnow|today|fromtimestamp)|date\.today|timezone|timedelta)|zoneinfo\.ZoneInfo|time\.(?:time|time_ns|strftime|gmtime|localtime)|getpass\.getuser|socket\.gethostname)$/;

/** Commands of Git that only tell. */
const TELLS =
  /^(?:rev-parse|describe|log|show|status|diff|rev-list|symbolic-ref|ls-files|name-rev)$/;

/** Methods of texts, lists, dicts and paths that give a value and change nothing. */
const METHODS =
  /^(?:join|format|strip|[lr]strip|split|rsplit|splitlines|partition|rpartition|replace|lower|upper|title|capitalize|casefold|startswith|endswith|removeprefix|removesuffix|encode|decode|zfill|[lr]just|center|count|index|find|isdigit|isalnum|isalpha|keys|values|items|get|copy|union|intersection|difference|hexdigest|digest|resolve|absolute|expanduser|as_posix|joinpath|with_name|with_suffix|relative_to|exists|is_file|is_dir|read_text|read_bytes|iterdir|glob|rglob|read|readlines|is_relative_to|is_absolute|group|groups|sub|match|search|isoformat|strftime|timestamp|astimezone)$/;

const MAX_DEPTH = 4;

/** Whether a call may be made a second time at another place: it gives the same, and nobody notices. */
export function isCalm(names: Names, { func, args }: CallExpr, scope: Scope, depth = 0): boolean {
  const name = externalName(names, func, scope);
  if (name !== undefined && (CALM.test(name) || MOMENT.test(name))) return true;
  if (name !== undefined && asksGit(name, names, args, scope)) return true;
  // To be read: nothing says how.
  if (name === 'open') return args.length === 1;
  const value = names.valueOf(func, scope);
  if (value.kind === 'definition') {
    const { stmt } = value;
    return (
      stmt.kind === 'function' && depth < MAX_DEPTH && isCalmFunction(value.names, stmt, depth)
    );
  }
  const isMethod = func.kind === 'attribute' && name === undefined;
  return isMethod && value.kind === 'unknown' && METHODS.test(func.attr);
}

/** `subprocess.check_output(["git", "rev-parse", "HEAD"])`, which reads and changes nothing. */
function asksGit(called: string, names: Names, args: CallExpr['args'], scope: Scope): boolean {
  if (!/^subprocess\.(?:check_output|run|getoutput)$/.test(called)) return false;
  const [first] = args;
  const { value } = first ?? {};
  const items = value?.kind === 'list' || value?.kind === 'tuple' ? value.items : [];
  const command =
    items.length > 0
      ? items.slice(0, 2).map((item) => textOf(constantOf(names, item, scope)))
      : value && textOf(constantOf(names, value, scope))?.split(/\s+/, 2);
  const [git, verb] = command ?? [];
  return /^(?:\S*\/)?git$/.test(git ?? '') && TELLS.test(verb ?? '');
}

/** A function that only works out a value from what it is given. */
function isCalmFunction(names: Names, stmt: FunctionStmt, depth: number): boolean {
  if (stmt.async || stmt.decorators.length > 0) return false;
  const { body } = stmt.body;
  const own = names.scopes.inside(stmt);
  const quiet = [...statements(body)].every(
    (one) =>
      !/^(?:global|nonlocal|import|import-from|with|class|del|function)$/.test(one.kind) &&
      (one.kind !== 'assign' || one.targets.every((target) => target.kind === 'name')),
  );
  return (
    quiet &&
    [...expressionsIn(body)].every(
      (expr) =>
        expr.kind !== 'yield' &&
        expr.kind !== 'await' &&
        (expr.kind !== 'call' || isCalm(names, expr, own, depth + 1) || grows(expr, own)),
    )
  );
}

/** `lines.append(x)` in a function that makes a list of its own. */
function grows({ func }: CallExpr, own: Scope): boolean {
  if (func.kind !== 'attribute' || !/^(?:append|extend|add|update)$/.test(func.attr)) return false;
  const made = func.value.kind === 'name' ? own.bindings.get(func.value.id) : undefined;
  return made?.every(({ how }) => how.kind === 'assign') ?? false;
}
