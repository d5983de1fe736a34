import type { Example, PlacedExample } from '../concepts/topic.ts';
import { textOf, type Constant } from '../python/constant.ts';
import { constantOf } from '../python/constants.ts';
import { readModule } from '../python/module.ts';
import { Names } from '../python/names.ts';
import type { Expr, StringExpr } from '../python/syntax.ts';
import type { Sdk as Resolver } from '../python/sdk.ts';
import type { Answer } from './answers.ts';
import type { Call, Files, Sdk } from './client.ts';
import { compareCalls } from './compare.ts';
import type { Json, JsonObject } from './decode.ts';
import type { Problem } from './problem.ts';
import { ranOf } from './ran.ts';

/** How far an example was executed. */
export interface Executed {
  readonly problems: readonly Problem[];
  /** `called`: both sides gave the same results; `run`: both printed the same; `imported`: that and no more; `skipped`. */
  readonly how: 'called' | 'run' | 'imported' | 'skipped';
  /** Why it was not called. */
  readonly why?: string;
}

/** Knows nothing: only the literals of a `call=` are read with it. */
const NO_SDK: Resolver = {
  roots: [],
  lookup: () => undefined,
  keyword: (_symbol, keyword) => keyword,
};

/**
 * Runs an example on the real SDKs: *before* imports under modal, *after* imports under fal and builds its apps, and where both can
 * be called they give the same.
 */
export async function checkOnSdks(
  placed: PlacedExample,
  result: ReadonlyMap<string, string>,
  sdk: Sdk,
): Promise<Executed> {
  const { example } = placed;
  if (example.skipSdk !== undefined) return { problems: [], how: 'skipped', why: example.skipSdk };
  const before = filesOf(example);
  const after: Files = Object.fromEntries(result);
  const env = envOf(example);
  const problems: Problem[] = [];
  const fail = (message: string): number => problems.push(problemAt(placed, message));
  for (const [side, files] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const answer = await sdk.compile(files);
    if (!answer.ok) fail(`${side}: ${answer.error.message}`);
    else
      for (const { file, line, message } of answer.value)
        fail(`${side}: \`${file}\` line ${line}: ${message}`);
  }
  for (const entry of Object.keys(before).filter((file) => file.endsWith('.py'))) {
    told(
      await sdk.importModal({ files: before, entry }, { env }),
      `\`${entry}\` does not import under modal`,
      fail,
    );
    if (example.kind !== 'manual') await importFal(after, entry, sdk, env, fail);
  }
  if (problems.length > 0 || example.kind !== 'rewrite')
    return { problems, how: 'imported', why: example.noCall ?? kindOf(example) };
  return execute(placed, { before, after, env }, sdk);
}

function kindOf({ kind }: Example): string {
  return kind === 'manual' ? 'a person has to finish it' : 'nothing is converted';
}

function filesOf({ before }: Example): Files {
  return Object.fromEntries(before.map(({ file, code }) => [file, code]));
}

/** `env="HF_TOKEN=x,OTHER=y"` of the example's options. */
function envOf({ config }: Example): Readonly<Record<string, string>> {
  const pairs = (config.env ?? '').split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
  );
}

function problemAt({ topic, section, example }: PlacedExample, message: string): Problem {
  return { file: topic.file, line: example.before[0]?.place.line ?? section.place.line, message };
}

function told(answer: Answer<unknown>, what: string, fail: (message: string) => number): void {
  if (!answer.ok) fail(`${what}: ${answer.error.type}: ${answer.error.message}`);
  else for (const blocked of answer.blocked) fail(`${what} without ${blocked}`);
}

async function importFal(
  files: Files,
  entry: string,
  sdk: Sdk,
  env: Readonly<Record<string, string>>,
  fail: (message: string) => number,
): Promise<void> {
  const answer = await sdk.importFal({ files, entry }, { env });
  told(answer, `the conversion of \`${entry}\` does not import under fal`, fail);
  if (!answer.ok) return;
  const { apps, functions } = answer.value;
  for (const { name, problems } of [...apps, ...functions]) {
    for (const { stage, error } of problems) fail(`\`${name}\`: ${stage}: ${error.message}`);
  }
  for (const { name, unknownAttributes } of apps) {
    for (const attribute of unknownAttributes)
      fail(`\`${name}.${attribute}\` is no setting that fal knows`);
  }
}

interface Sides {
  readonly before: Files;
  readonly after: Files;
  readonly env: Readonly<Record<string, string>>;
}

async function execute(placed: PlacedExample, sides: Sides, sdk: Sdk): Promise<Executed> {
  const { example } = placed;
  const [entry] = Object.keys(sides.before);
  if (entry === undefined) return { problems: [], how: 'imported' };
  const { ran, why = 'nothing in it is called' } = ranOf(example);
  if (ran === 'called') return callBoth(placed, entry, sides, sdk);
  if (ran === 'run') return runBoth(placed, entry, sides, sdk);
  return { problems: [], how: 'imported', why };
}

async function callBoth(
  placed: PlacedExample,
  entry: string,
  { before, after, env }: Sides,
  sdk: Sdk,
): Promise<Executed> {
  const calls = placed.example.calls.map(readCall);
  const reports = await sdk.call(
    { before: { files: before, entry }, after: { files: after, entry }, calls },
    { env },
  );
  const { differences } = compareCalls(reports, placed.example.calls);
  return { problems: differences.map((message) => problemAt(placed, message)), how: 'called' };
}

async function runBoth(
  placed: PlacedExample,
  entry: string,
  { before, after, env }: Sides,
  sdk: Sdk,
): Promise<Executed> {
  const launcher = /@\w+\.local_entrypoint/.test(before[entry] ?? '') ? 'modal' : 'python';
  const modal = await sdk.runModal({ files: before, entry, argv: [], launcher }, { env });
  const fal = await sdk.runFal({ files: after, entry, argv: [] }, { env });
  const problems: Problem[] = [];
  const fail = (message: string): number => problems.push(problemAt(placed, message));
  told(modal, `\`${entry}\` does not run under modal`, fail);
  told(fal, `the conversion of \`${entry}\` does not run under fal`, fail);
  if (modal.ok && fal.ok && modal.output.stdout !== fal.output.stdout) {
    fail(
      `it prints ${JSON.stringify(modal.output.stdout)} on modal and ${JSON.stringify(fal.output.stdout)} on fal`,
    );
  }
  return { problems, how: 'run' };
}

/** `Greeter.greet(name='Ann')` → the unit, the method and the arguments. */
function readCall(text: string): Call {
  const names = new Names(readModule(text), NO_SDK);
  const [stmt] = names.module.body;
  const expr = stmt?.kind === 'expr' ? stmt.exprs[0] : undefined;
  if (expr?.kind !== 'call')
    throw new Error(`\`${text}\` was checked when the content was read, and is no call`);
  const pairs = expr.args.map((arg) => [arg.name ?? '', argumentOf(names, arg.value)] as const);
  const path = text.slice(expr.func.span.start, expr.func.span.end).split('.');
  const [unit = '', method] = path;
  const args: JsonObject = Object.fromEntries(pairs);
  return method === undefined ? { unit, arguments: args } : { unit, method, arguments: args };
}

/** A literal as the driver takes it: bytes are `{"$bytes": "<base64>"}`. */
function argumentOf(names: Names, expr: Expr): Json {
  if (expr.kind === 'list' || expr.kind === 'tuple')
    return expr.items.map((item) => argumentOf(names, item));
  if (expr.kind === 'string' && expr.value === undefined)
    return { $bytes: bytesOf(names, expr).toString('base64') };
  return jsonOf(constantOf(names, expr, names.scopes.module));
}

/** The value of `b"\xff\n"`: read as text, it has a sign for each byte. */
function bytesOf({ module: { source } }: Names, { pieces }: StringExpr): Buffer {
  const text = pieces.map(({ prefix, body, quote }) => {
    const raw = prefix.includes('r') ? 'r' : '';
    const literal = raw + quote + source.slice(body.start, body.end) + quote;
    const [stmt] = readModule(`${literal}\n`).body;
    const expr = stmt?.kind === 'expr' ? stmt.exprs[0] : undefined;
    return expr?.kind === 'string' ? (expr.value ?? '') : '';
  });
  return Buffer.from(text.join(''), 'latin1');
}

function jsonOf(constant: Constant): Json {
  if (constant.kind === 'value' || constant.kind === 'path') return constant.value;
  if (constant.kind === 'list') return constant.items.map(jsonOf);
  if (constant.kind === 'unknown') throw new Error(`an argument of \`call=\` is ${constant.why}`);
  return Object.fromEntries(
    constant.entries.map(({ key, value }) => [textOf(key) ?? '', jsonOf(value)]),
  );
}
