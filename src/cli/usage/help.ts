import { COMMANDS, GLOBAL_FLAGS, type Command, type Flag } from './commands.ts';

/** What `modal-lint --help` prints. */
export function generalHelp(): string {
  const commands = COMMANDS.map(({ name, summary }) => [name, summary] as const);
  return [
    'modal-lint lints Modal programs and converts them to fal.',
    '',
    'Usage: modal-lint [COMMAND] [FLAGS] [PATH ...]',
    '',
    'Commands:',
    ...columns(commands),
    '',
    '`modal-lint COMMAND --help` shows the flags of a command; `modal-lint --version` the version.',
    '',
  ].join('\n');
}

/** What `modal-lint COMMAND --help` prints. */
export function commandHelp({ summary, usage, details, flags }: Command): string {
  return [
    summary,
    '',
    `Usage: ${usage}`,
    ...(details.length > 0 ? ['', ...details] : []),
    ...(flags.length > 0 ? ['', 'Flags:', ...columns(flags.map(flagRow))] : []),
    '',
    'Flags of every command:',
    ...columns(GLOBAL_FLAGS.map(flagRow)),
    '',
  ].join('\n');
}

function flagRow({ name, short, value, help }: Flag): readonly [string, string] {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return [short === undefined ? `    ${long}` : `-${short}, ${long}`, help];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
