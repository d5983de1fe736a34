import { median, peak, ratio, type Result } from './measure.ts';
import type { Runs } from './runs.ts';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly to: string;
  /** Wall time, and processor time, as ratios. */
  readonly wall: string;
  readonly cpu: string;
  readonly aim: string;
  readonly met: boolean | undefined;
}

type Group = ReadonlyMap<string, Result>;

const pipe = '`rg -l modal \\| xargs ast-grep scan`';

/** All lines, in the order of the aims. */
export function rowsOf({ tree, crowded, dense, start, migrate, samples }: Runs): Row[] {
  return [
    ...against(tree, 'modal-lint', 'ripgrep', '(a) library tree', '`rg -l modal`', 3.5),
    ...against(tree, 'modal-lint', 'pipe', '(a) library tree', pipe, 0.8),
    ...against(crowded, 'modal-lint', 'ripgrep', "(a') crowded tree", '`rg -l modal`'),
    ...against(crowded, 'modal-lint', 'pipe', "(a') crowded tree", pipe, 0.8),
    ...against(dense, 'modal-lint', 'ast-grep', '(b) dense tree', '`ast-grep scan`', 1.25),
    ...against(start, 'version', 'node', '`--version`', '`node -e 0`'),
    ...against(start, 'file', 'node', 'one file, 70 lines', '`node -e 0`', 1.6),
    ...against(start, 'file', 'ast-grep', 'one file, 70 lines', '`ast-grep scan`'),
    ...against(start, 'long file', 'node', 'one file, 270 lines', '`node -e 0`'),
    ...beyondParsing(samples, 'migrate', '`migrate --diff`, (c) samples'),
    ...beyondParsing(samples, 'report', '`report`, (c) samples'),
    ...beyondParsing(migrate, 'migrate', "`migrate --diff`, (c') dense program"),
    ...beyondParsing(migrate, 'report', "`report`, (c') dense program"),
    ...memory(tree.get('modal-lint'), '(a) library tree'),
    ...memory(crowded.get('modal-lint'), "(a') crowded tree"),
    ...memory(dense.get('modal-lint'), '(b) dense tree'),
    ...memory(samples.get('migrate'), '`migrate --diff`, (c) samples'),
    ...memory(migrate.get('migrate'), "`migrate --diff`, (c') dense program"),
  ];
}

function against(
  group: Group,
  of: string,
  to: string,
  what: string,
  name: string,
  aim?: number,
): Row[] {
  const [result, base] = [group.get(of), group.get(to)];
  if (!result || !base) return [];
  const wall = ratio(result, base, 'wall');
  const text = (value: number): string => `${value.toFixed(2)} ×`;
  return [
    {
      what,
      to: name,
      wall: text(wall),
      cpu: text(ratio(result, base, 'cpu')),
      aim: aim === undefined ? '' : `≤ ${aim} ×`,
      met: aim === undefined ? undefined : wall <= aim,
    },
  ];
}

function beyondParsing(group: Group, name: string, what: string): Row[] {
  const [command, parse] = [group.get(name), group.get('parse')];
  if (!command || !parse) return [];
  const beyond = (unit: 'wall' | 'cpu'): number =>
    median(command.runs.map((run, round) => run[unit] - (parse.runs[round]?.[unit] ?? NaN)));
  return [
    {
      what,
      to: 'beyond parsing files and results once',
      wall: `${beyond('wall').toFixed(2)} s`,
      cpu: `${beyond('cpu').toFixed(2)} s`,
      aim: '< 1 s',
      met: beyond('wall') < 1,
    },
  ];
}

function memory(result: Result | undefined, what: string): Row[] {
  if (!result) return [];
  const most = peak(result);
  return [
    {
      what: `memory, ${what}`,
      to: '',
      wall: `${most.toFixed(0)} MB`,
      cpu: '',
      aim: '≤ 200 MB',
      met: most <= 200,
    },
  ];
}

/** The lines as a Markdown table. */
export function tableText(rows: readonly Row[]): string {
  const head = ['', 'against', 'wall time', 'processor time', 'aim', ''];
  const cells = rows.map(({ what, to, wall, cpu, aim, met }) => {
    return [what, to, wall, cpu, aim, met === undefined ? '' : met ? 'met' : 'not met'];
  });
  const line = (words: readonly string[]): string => `| ${words.join(' | ')} |`;
  const rule = line(head.map(() => '---'));
  return [line(head), rule, ...cells.map(line)].join('\n');
}

/** The times themselves, for a person who looks closer. */
export function timesText(runs: Runs): string {
  const line = ([name, group]: [string, Group]): string => {
    const times = [...group.values()].map((result) => {
      const wall = median(result.runs.map((run) => run.wall)) * 1000;
      return `${result.name} ${wall.toFixed(0)} ms, ${peak(result).toFixed(0)} MB`;
    });
    return `${name}: ${times.join('; ')}`;
  };
  return Object.entries<Group>({ ...runs })
    .map(line)
    .join('\n');
}
