import { nearest } from '../../text/nearest.ts';
import { COMMANDS, GLOBAL_FLAGS, type Command, type Flag } from './commands.ts';
import { UsageError } from '../exit.ts';

/** A command line, understood. */
export interface Arguments {
  readonly command: Command;
  readonly operands: readonly string[];
  /** Whether a flag without a value was given. */
  has(flag: string): boolean;
  /** The last value of a flag. */
  text(flag: string): string | undefined;
  /** All values of a flag, split at commas. */
  list(flag: string): readonly string[] | undefined;
  /** A flag's value as a whole number of at least 1. */
  count(flag: string): number | undefined;
}

/** Reads the words of a command line; the first may name the command. */
export function readArguments(
  words: readonly string[],
  exists: (path: string) => boolean,
): Arguments {
  const [first = ''] = words;
  const named = COMMANDS.find(({ name }) => name === first);
  if (!named) checkCommand(first, exists);
  const command = named ?? commandNamed('check');
  return new Reader(command, words.slice(named ? 1 : 0)).read();
}

/** The command of that name, or a hint at the one that was meant. */
export function commandNamed(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found) return found;
  throw new UsageError(`\`${name}\` is no command of modal-lint; ${commandHint(name)}.`);
}

function commandHint(name: string): string {
  const meant = nearest(
    name,
    COMMANDS.map((command) => command.name),
  );
  return meant === undefined ? '`modal-lint --help` lists them' : `did you mean \`${meant}\``;
}

/** `modal-lint migrat src` names no file: a command was meant. */
function checkCommand(word: string, exists: (path: string) => boolean): void {
  if (word === '' || !/^[a-z]+$/.test(word) || exists(word)) return;
  const meant = nearest(
    word,
    COMMANDS.map((command) => command.name),
  );
  if (meant !== undefined) commandNamed(word);
}

class Reader {
  private readonly command: Command;
  private readonly words: readonly string[];
  private readonly values = new Map<string, string[]>();
  private readonly operands: string[] = [];
  private at = 0;

  constructor(command: Command, words: readonly string[]) {
    this.command = command;
    this.words = words;
  }

  read(): Arguments {
    while (this.at < this.words.length) {
      const word = this.words[this.at++] ?? '';
      if (word === '--')
        this.operands.push(...this.words.slice(this.at, (this.at = this.words.length)));
      else if (word.startsWith('--')) this.longFlag(word);
      else if (word.startsWith('-') && word !== '-') this.shortFlag(word);
      else this.operands.push(word);
    }
    this.checkOperands();
    return this.arguments();
  }

  private longFlag(word: string): void {
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const flag = this.flags().find((known) => known.name === name);
    if (!flag) throw this.unknown(`--${name}`);
    const joined = equals < 0 ? undefined : word.slice(equals + 1);
    if (flag.value === undefined && joined !== undefined) {
      throw new UsageError(`\`--${name}\` takes no value.`);
    }
    this.set(flag, joined);
  }

  private shortFlag(word: string): void {
    const flag = this.flags().find(({ short }) => short === word.slice(1, 2));
    if (!flag || (flag.value === undefined && word.length > 2)) throw this.unknown(word);
    this.set(flag, word.length > 2 ? word.slice(2).replace(/^=/, '') : undefined);
  }

  private set(flag: Flag, joined: string | undefined): void {
    const value = flag.value === undefined ? '' : (joined ?? this.nextValue());
    if (value === undefined || (flag.value !== undefined && value === '')) {
      throw new UsageError(`\`--${flag.name}\` needs a value: ${flag.value ?? ''}.`);
    }
    if (flag.choices && !flag.choices.includes(value)) throw badChoice(flag, value);
    this.values.set(flag.name, [...(this.values.get(flag.name) ?? []), value]);
  }

  /** The next word; another flag is no value. */
  private nextValue(): string | undefined {
    const word = this.words[this.at];
    if (word === undefined || /^-./.test(word)) return undefined;
    this.at++;
    return word;
  }

  private flags(): readonly Flag[] {
    return [...this.command.flags, ...GLOBAL_FLAGS];
  }

  private unknown(word: string): UsageError {
    const { name } = this.command;
    const names = this.flags().map((flag) => `--${flag.name}`);
    const meant = nearest(word, names);
    const hint =
      meant === undefined
        ? `\`modal-lint ${name} --help\` lists its flags`
        : `did you mean \`${meant}\``;
    return new UsageError(`\`${word}\` is no flag of \`modal-lint ${name}\`; ${hint}.`);
  }

  private checkOperands(): void {
    const { operands, name, usage } = this.command;
    if (this.values.has('help')) return;
    const count = this.operands.length;
    if (count < operands.least) throw new UsageError(`\`${name}\` needs more: \`${usage}\`.`);
    if (count > operands.most) {
      throw new UsageError(`\`${name}\` takes less: \`${usage}\`.`);
    }
  }

  private arguments(): Arguments {
    const { command, operands, values } = this;
    const text = (flag: string): string | undefined => values.get(flag)?.at(-1);
    return {
      command,
      operands,
      has: (flag) => values.has(flag),
      text,
      list: (flag) =>
        values
          .get(flag)
          ?.flatMap((value) => value.split(','))
          .map((value) => value.trim())
          .filter((value) => value !== ''),
      count(flag) {
        const value = text(flag);
        if (value === undefined) return undefined;
        if (!/^[1-9]\d{0,3}$/.test(value)) {
          throw new UsageError(`\`--${flag}\` needs a whole number from 1 on, not \`${value}\`.`);
        }
        return Number(value);
      },
    };
  }
}

function badChoice({ name, choices = [] }: Flag, value: string): UsageError {
  const meant = nearest(value, choices);
  const hint =
    meant === undefined ? choices.map((c) => `\`${c}\``).join(', ') : `did you mean \`${meant}\``;
  return new UsageError(`\`--${name}\` knows no \`${value}\`; ${hint}.`);
}
