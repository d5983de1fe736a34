import { existsSync } from 'node:fs';
import { commandNamed, readArguments, type Arguments } from './usage/arguments.ts';
import { EXIT, isUsageError, messageOf, type ExitCode } from './exit.ts';
import { packageVersion } from './rules-file.ts';
import { err, out } from './output/terminal.ts';

/** Runs a command line; the code of a command is loaded when it is asked for. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const [first] = words;
  if (first === '--version' || first === '-V') {
    out(`modal-lint ${packageVersion()}\n`);
    return EXIT.clean;
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(words[1]);
  const args = readArguments(words, existsSync);
  if (args.has('help')) return help(args.command.name);
  return runCommand(args);
}

async function help(command: string | undefined): Promise<ExitCode> {
  const { commandHelp, generalHelp } = await import('./usage/help.ts');
  out(command === undefined ? generalHelp() : commandHelp(commandNamed(command)));
  return EXIT.clean;
}

async function runCommand(args: Arguments): Promise<ExitCode> {
  switch (args.command.name) {
    case 'migrate':
      return (await import('./commands/migrate-command.ts')).runMigrate(args);
    case 'report':
      return (await import('./commands/report-command.ts')).runReport(args);
    case 'inspect':
      return (await import('./commands/inspect-command.ts')).runInspect(args);
    case 'explain':
      return (await import('./commands/explain-command.ts')).runExplain(args);
    case 'rules':
      return (await import('./commands/rules-command.ts')).runRules(args);
    case 'verify':
      return (await import('./commands/verify-command.ts')).runVerify(args);
    default:
      return (await import('./commands/check-command.ts')).runCheck(args);
  }
}

function failed(error: unknown): ExitCode {
  if (isUsageError(error)) {
    err(`modal-lint: ${error.message}\n`);
    return EXIT.usage;
  }
  const trace = error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : '';
  const message = messageOf(error).replace(/\.$/, '');
  err(`modal-lint failed: ${message}. This is a bug of modal-lint.${trace}\n`);
  return EXIT.failure;
}

// Ending at once spares the parser the work of freeing what it holds.
void main(process.argv.slice(2))
  .catch(failed)
  .then((code) => process.exit(code));
