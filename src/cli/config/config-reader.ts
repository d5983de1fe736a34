import { dirname, resolve } from 'node:path';
import type { MachineTypes } from '../../convert/plan.ts';
import { MACHINE_TYPES, NEAREST } from '../../convert/machines/machines.ts';
import type { Severity } from '../../model/diagnostic.ts';
import { nearest } from '../../text/nearest.ts';
import { UsageError } from '../exit.ts';
import { CHECK_FORMATS } from '../usage/commands.ts';
import type { ConfigFile } from './config-file.ts';
import { lineOfKey } from './config-place.ts';
import type { Config } from './config.ts';

type Table = Readonly<Record<string, unknown>>;

const SEVERITIES = ['error', 'warning', 'info'];
const KEYS = [
  'select',
  'ignore',
  'severity',
  'per-file-ignores',
  'exclude',
  'extend-exclude',
  'force-exclude',
  'fal-owner',
  'machine-types',
  'baseline',
  'format',
];

/** Whether a value of TOML is a table. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Understands the table of a configuration file; throws a `UsageError` that says which line is wrong. */
export class ConfigReader {
  private readonly file: ConfigFile;
  private readonly place: string;
  private readonly selectors: ReadonlySet<string>;

  constructor(file: ConfigFile, place: string, known: ReadonlySet<string>) {
    this.file = file;
    this.place = place;
    this.selectors = known;
  }

  read(own: unknown): Config {
    if (!isTable(own)) throw this.wrong([], 'a table');
    this.checkKeys(own);
    const select = this.rules(own, 'select');
    const exclude = this.strings(own, 'exclude');
    const falOwner = this.string(own, 'fal-owner');
    const baseline = this.string(own, 'baseline');
    const format = this.oneOf(own, 'format', CHECK_FORMATS);
    const machineTypes = this.machineTypes(own);
    const folder = dirname(this.file.path);
    return {
      folder,
      ignore: this.rules(own, 'ignore') ?? [],
      severity: this.severity(own),
      perFileIgnores: this.perFileIgnores(own),
      extendExclude: this.strings(own, 'extend-exclude') ?? [],
      forceExclude: this.boolean(own, 'force-exclude') ?? false,
      ...(select && { select }),
      ...(exclude && { exclude }),
      ...(falOwner !== undefined && { falOwner }),
      ...(machineTypes && { machineTypes }),
      ...(baseline !== undefined && { baseline: resolve(folder, baseline) }),
      ...(format !== undefined && { format }),
    };
  }

  private error(path: readonly string[], message: string): UsageError {
    const line = lineOfKey(this.file.text, [...this.file.table, ...path]);
    return new UsageError(`${this.place}:${line}: ${message}`);
  }

  private wrong(path: readonly string[], expected: string): UsageError {
    const key = path.length === 0 ? this.file.table.join('.') : path.join('.');
    return this.error(path, `\`${key}\` has to be ${expected}.`);
  }

  private unknown(
    path: readonly string[],
    what: string,
    word: string,
    known: Iterable<string>,
  ): UsageError {
    const meant = nearest(word, known);
    const hint = meant === undefined ? '' : `; did you mean \`${meant}\``;
    return this.error(path, `\`${word}\` is no ${what}${hint}.`);
  }

  private checkKeys(own: Table): void {
    for (const key of Object.keys(own)) {
      if (!KEYS.includes(key)) throw this.unknown([key], 'setting of modal-lint', key, KEYS);
    }
  }

  private strings(own: Table, key: string, path: readonly string[] = [key]): string[] | undefined {
    const value = own[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrong(path, 'a list of strings');
    return value.map((item: unknown) => {
      if (typeof item !== 'string') throw this.wrong(path, 'a list of strings');
      return item;
    });
  }

  private rules(own: Table, key: string, path: readonly string[] = [key]): string[] | undefined {
    const names = this.strings(own, key, path);
    for (const name of names ?? []) {
      if (!this.selectors.has(name))
        throw this.unknown(path, 'rule or topic', name, this.selectors);
    }
    return names;
  }

  private string(own: Table, key: string): string | undefined {
    const value = own[key];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '') throw this.wrong([key], 'a string');
    return value;
  }

  private boolean(own: Table, key: string): boolean | undefined {
    const value = own[key];
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw this.wrong([key], '`true` or `false`');
    return value;
  }

  private oneOf(own: Table, key: string, known: readonly string[]): string | undefined {
    const value = this.string(own, key);
    if (value !== undefined && !known.includes(value)) throw this.unknown([key], key, value, known);
    return value;
  }

  private table(own: Table, key: string): Table {
    const value = own[key] ?? {};
    if (!isTable(value)) throw this.wrong([key], 'a table');
    return value;
  }

  private severity(own: Table): Map<string, Severity> {
    const found = new Map<string, Severity>();
    for (const [rule, value] of Object.entries(this.table(own, 'severity'))) {
      const path = ['severity', rule];
      if (!this.selectors.has(rule)) throw this.unknown(path, 'rule', rule, this.selectors);
      if (!isSeverity(value)) throw this.wrong(path, '`error`, `warning` or `info`');
      found.set(rule, value);
    }
    return found;
  }

  private machineTypes(own: Table): MachineTypes | undefined {
    const given = own['machine-types'];
    if (given === undefined) return undefined;
    if (given === NEAREST) return { byGpu: new Map(), nearest: true };
    if (!isTable(given)) throw this.wrong(['machine-types'], `a table, or \`"${NEAREST}"\``);
    const byGpu = new Map<string, string>();
    for (const [gpu, value] of Object.entries(given)) {
      const path = ['machine-types', gpu];
      if (typeof value !== 'string') throw this.wrong(path, 'a string');
      if (!MACHINE_TYPES.includes(value))
        throw this.unknown(path, 'machine type of fal', value, MACHINE_TYPES);
      byGpu.set(gpu.toUpperCase(), value);
    }
    return { byGpu, nearest: false };
  }

  private perFileIgnores(own: Table): (readonly [string, readonly string[]])[] {
    const table = this.table(own, 'per-file-ignores');
    return Object.keys(table).map((glob) => {
      return [glob, this.rules(table, glob, ['per-file-ignores', glob]) ?? []] as const;
    });
  }
}

function isSeverity(value: unknown): value is Severity {
  return typeof value === 'string' && SEVERITIES.includes(value);
}
