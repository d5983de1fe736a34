import type { Span } from '../model/span.ts';
import { normalName } from './pep508.ts';
import { falPackages } from './requirement.ts';
import type { FalPackage, Requirement, RequirementPart } from './requirement.ts';
import { newlineOf, stringRequirement } from './requirement-string.ts';
import { readTomlText } from './toml.ts';
import type { TomlEntry, TomlString } from './toml.ts';

/** Tables whose keys are names of packages. */
const packageTables =
  /^(?:tool\.poetry\.(?:group\.[^.]+\.)?(?:dev-)?dependencies|(?:dev-)?packages|(?:tool\.pixi\.)?(?:feature\.[^.]+\.)?pypi-dependencies)$/u;

/** Tables of packages that are not PyPI's, or that say where a package comes from. */
const otherTables = /^(?:tool\.uv\.sources|(?:tool\.pixi\.)?(?:feature\.[^.]+\.)?dependencies)$/u;

/** Finds requirements in pyproject.toml, a Pipfile or the header of a script. */
export function findTomlRequirements(text: string): Requirement[] {
  const { entries, tables } = readTomlText(text);
  const keys = packageKeys(entries);
  const found = entries.flatMap((entry) => inEntry(text, entry, keys));
  for (const { name, span } of tables) {
    const parent = name.slice(0, Math.max(name.lastIndexOf('.'), 0));
    const last = name.slice(parent.length + 1);
    if (!isModal(last) || !packageTables.test(parent)) continue;
    const trouble = `\`[${name}]\` requires Modal with settings of its own: name \`fal\` there by hand.`;
    found.push({ name: nameOf(last), span, parts: [], others: [], trouble });
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

function inEntry(text: string, entry: TomlEntry, keys: PackageKeys): Requirement[] {
  const { table, key } = entry;
  if (isModal(key) && packageTables.test(table)) return [byKey(text, entry, keys)];
  if (isModal(key) && otherTables.test(table)) {
    const trouble = `\`[${table}]\` names Modal: remove it, or name where \`fal\` comes from.`;
    return [{ name: nameOf(key), span: entry.keySpan, parts: [], others: [], trouble }];
  }
  if (table === 'tool.poetry.extras') return extraNames(text, entry);
  if (!isRequirementList(text, entry)) return [];
  return inList(text, entry.strings);
}

/** By table: the first key that requires Modal, and which of fal's packages have one. */
type PackageKeys = ReadonlyMap<
  string,
  { readonly modal?: TomlEntry; readonly others: readonly string[] }
>;

function packageKeys(entries: readonly TomlEntry[]): PackageKeys {
  const keys = new Map<string, { modal?: TomlEntry; others: string[] }>();
  for (const entry of entries) {
    const known = keys.get(entry.table) ?? { others: [] };
    keys.set(entry.table, known);
    if (isModal(entry.key)) known.modal ??= entry;
    else if (entry.key.startsWith('fal')) known.others.push(normalName(entry.key));
  }
  return keys;
}

function isModal(key: string): boolean {
  return key === 'modal' || key === 'modal-client' || key === 'modal_client';
}

function nameOf(key: string): 'modal' | 'modal-client' {
  return key === 'modal' ? 'modal' : 'modal-client';
}

function isRequirementList(text: string, { table, key, value }: TomlEntry): boolean {
  if (
    !text
      .slice(value.start, value.start + 40)
      .trimStart()
      .startsWith('[')
  )
    return false;
  if (/(?:^|[.-])(?:dependencies|requires)$/u.test(key)) return true;
  return /(?:^|\.)(?:optional-dependencies|dependency-groups|dev-dependencies)$/u.test(table);
}

/** `dependencies = ["modal>=1", …]` */
function inList(text: string, strings: readonly TomlString[]): Requirement[] {
  const there = falPackages(strings.map((string) => nameIn(text, string)));
  const found: Requirement[] = [];
  for (const { outer, quote } of strings) {
    const others = found.length > 0 ? bothPackages : there;
    const requirement = stringRequirement(text, outer, quote, others);
    if (requirement !== undefined) found.push(requirement);
  }
  return found;
}

const bothPackages: readonly FalPackage[] = ['fal', 'fal-client'];

function nameIn(text: string, { outer }: TomlString): string {
  return normalName(/^[\w.-]*/u.exec(text.slice(outer.start + 1, outer.start + 81))?.[0] ?? '');
}

/** `modal = "^1.0"` or `modal = {version = "^1.0", optional = true}` */
function byKey(text: string, entry: TomlEntry, keys: PackageKeys): Requirement {
  const { keySpan, value, strings, table } = entry;
  const names = keys.get(table);
  const again = names?.modal !== entry;
  const others = again ? bothPackages : falPackages(names.others);
  const base = { name: nameOf(entry.key), span: { start: keySpan.start, end: value.end } };
  const version = strings.find(({ key }) => key === '' || key === 'version');
  const inline = text.slice(value.start, value.end).trimStart().startsWith('{');
  if (
    version === undefined ||
    (inline && /\b(?:git|path|url|extras)\s*=/u.test(text.slice(value.start, value.end)))
  ) {
    const trouble =
      'Modal is required with settings of its own here: require `fal` by its version.';
    return { ...base, parts: [], others, trouble };
  }
  const quoted = /["']/u.test(text[keySpan.start] ?? '');
  const parts: RequirementPart[] = [
    { span: keySpan, text: quoted ? '"fal"' : 'fal' },
    { span: insideOf(version), text: '>=%' },
  ];
  const line = lineOf(text, keySpan.start, value.end);
  const lead = text.slice(line.start, keySpan.start);
  const newline = newlineOf(text);
  return {
    ...base,
    parts,
    removal: line,
    beside: { at: contentEnd(text, value.end), text: `${newline}${lead}fal-client = ">=%"` },
    others,
  };
}

function insideOf({ outer }: TomlString): Span {
  return { start: outer.start + 1, end: outer.end - 1 };
}

function lineOf(text: string, start: number, end: number): Span {
  const from = text.lastIndexOf('\n', start) + 1;
  return { start: text[from] === '\ufeff' ? from + 1 : from, end: Math.min(end + 1, text.length) };
}

function contentEnd(text: string, end: number): number {
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** `[tool.poetry.extras]` lists names of packages. */
function extraNames(text: string, { strings }: TomlEntry): Requirement[] {
  return strings.flatMap((string) => {
    const span = insideOf(string);
    const name = text.slice(span.start, span.end);
    if (!isModal(name)) return [];
    return [{ name: nameOf(name), span, parts: [{ span, text: 'fal' }], others: [] }];
  });
}
