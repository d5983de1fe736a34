import { readCalls } from './calls.ts';
import type { FenceOptions, OptionName } from './fence-info.ts';
import type { RoleFence } from './fences.ts';
import type { Report } from './message.ts';
import type { Example, Fence } from './topic.ts';

/** Fences of one example in the order of the file. */
interface Group {
  readonly name?: string;
  readonly fences: RoleFence[];
}

/** Puts the fences of a section together to examples, named after `id` where they have no name. */
export function readExamples(
  fences: readonly RoleFence[],
  id: string,
  rule: string | undefined,
  report: Report,
): Example[] {
  return groupFences(fences).flatMap((group, index) => {
    const example = makeExample(group, group.name ?? `${id}-${index + 1}`, rule, report);
    return example ? [example] : [];
  });
}

/** An `after` without a name belongs to the fence before it; fences with one name are one example. */
function groupFences(fences: readonly RoleFence[]): Group[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  for (const one of fences) {
    const name = one.options.get('name')?.value;
    const same = name === undefined ? open : groups.find((group) => group.name === name);
    const joins = name === undefined ? one.fence.role === 'after' && !hasAfter(same) : true;
    const group: Group = same && joins ? same : { fences: [], ...(name !== undefined && { name }) };
    if (group !== same) groups.push(group);
    group.fences.push(one);
    open = name === undefined ? group : undefined;
  }
  return groups;
}

function hasAfter(group: Group | undefined): boolean {
  return group?.fences.some(({ fence }) => fence.role === 'after') ?? false;
}

function makeExample(
  { fences }: Group,
  name: string,
  rule: string | undefined,
  report: Report,
): Example | undefined {
  const before = fences.filter(({ fence }) => fence.role !== 'after');
  const after = namedLike(
    before,
    fences.filter(({ fence }) => fence.role === 'after'),
  );
  if (!arePaired(before, after, report)) return undefined;
  const kind = kindOf(before);
  const option = (key: OptionName): string | undefined => optionOf(fences, key)?.value;
  const noCall = option('no-call');
  const skipSdk = option('skip-sdk');
  const named = option('rule') ?? rule;
  return {
    name,
    kind,
    before: before.map(({ fence }) => fence),
    after,
    calls: before.flatMap((one) => readCalls(one, before, report)),
    config: readConfig(fences, report),
    ...(named !== undefined && { rule: named }),
    ...(noCall !== undefined && { noCall }),
    ...(skipSdk !== undefined && { skipSdk }),
  };
}

/** One file before and one after: the `after` need not say its name again. */
function namedLike(before: readonly RoleFence[], after: readonly RoleFence[]): Fence[] {
  const [only] = before;
  return after.map(({ fence, options }) => {
    const unnamed = before.length === 1 && after.length === 1 && !options.has('file');
    return unnamed && only ? { ...fence, file: only.fence.file } : fence;
  });
}

function kindOf(before: readonly RoleFence[]): Example['kind'] {
  const roles = before.map(({ fence }) => fence.role);
  if (roles.includes('before')) return 'rewrite';
  return roles.includes('manual') ? 'manual' : 'unchanged';
}

function arePaired(before: readonly RoleFence[], after: readonly Fence[], report: Report): boolean {
  const starts = before.map(({ fence }) => fence);
  const lonely = starts.filter((one) => one.role === 'before' && !hasFile(after, one.file));
  const orphans = after.filter((one) => !starts.some((fence) => matches(fence, one)));
  for (const { place, file } of lonely) {
    const message = `The \`before\` of \`${file}\` has no \`after\`; write the \`after\` fence below it`;
    report('before-without-after', place, message);
  }
  for (const { place, file } of orphans) {
    const message = `The \`after\` of \`${file}\` has no \`before\`; write the \`before\` fence above it`;
    report('after-without-before', place, message);
  }
  const twice = [...repeated(starts), ...repeated(after)];
  for (const { place, file } of twice) {
    const message = `The example holds \`${file}\` twice; give each fence its \`file=\` or its own \`name=\``;
    report('fence-file-twice', place, message);
  }
  return lonely.length + orphans.length + twice.length === 0;
}

function matches(start: Fence, after: Fence): boolean {
  return start.role !== 'unchanged' && start.file === after.file;
}

function hasFile(fences: readonly Fence[], file: string): boolean {
  return fences.some((fence) => fence.file === file);
}

function repeated(fences: readonly Fence[]): Fence[] {
  return fences.filter((fence, index) => hasFile(fences.slice(0, index), fence.file));
}

function optionOf(fences: readonly RoleFence[], key: OptionName): ReturnType<FenceOptions['get']> {
  return fences.find(({ options }) => options.has(key))?.options.get(key);
}

function readConfig(fences: readonly RoleFence[], report: Report): Record<string, string> {
  const option = optionOf(fences, 'config');
  if (!option) return {};
  const pairs = option.value.split(';').map((pair) => pair.trim().split(/=(.*)/s));
  const broken = pairs.some(
    ([key = '', value = '']) => !/^[a-z][a-z-]*(?:\.[\w!+-]+)?$/.test(key) || value === '',
  );
  if (!broken) return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
  const message = `\`config=${option.value}\` is no setting; write \`config="fal-owner=acme"\``;
  report('config-invalid', option.place, message);
  return {};
}
