import type { PastEntry, SdkEntry, SdkFile } from '../model/rule-set.ts';
import { makeSdk } from '../python/inventory.ts';
import type { Sdk } from '../python/sdk.ts';

/** What a cell may name: one SDK as it is installed, with its commands. */
export interface Vocabulary {
  readonly file: SdkFile;
  readonly sdk: Sdk;
  /** `modal deploy`, `fal secrets set`. */
  readonly commands: ReadonlySet<string>;
  /** Commands of the past, and what they are called today. */
  readonly pastCommands: ReadonlyMap<string, string | undefined>;
  /** Keywords of the past that nothing took the place of, as `modal.App.function(mounts)`. */
  readonly goneKeywords: ReadonlySet<string>;
  /** Names directly below a name. */
  childrenOf(name: string): readonly string[];
}

export interface FalVocabulary extends Vocabulary {
  /** Attributes of an app class that fal reads. */
  readonly settings: ReadonlySet<string>;
  /** Keywords of `class X(fal.App, …)`. */
  readonly classKeywords: ReadonlySet<string>;
  readonly machineTypes: ReadonlySet<string>;
}

/** Reads `content/sdk/modal.json` and `modal-history.json`. */
export function readModalVocabulary(json: unknown, history: unknown): Vocabulary {
  return makeVocabulary(record(json, 'modal.json'), record(history, 'modal-history.json'));
}

/** Reads `content/sdk/fal.json`. */
export function readFalVocabulary(json: unknown): FalVocabulary {
  const data = record(json, 'fal.json');
  const app = record(data.app, 'fal.json: app');
  return {
    ...makeVocabulary(data, {}),
    settings: new Set(strings(app.settings, 'fal.json: app.settings')),
    classKeywords: new Set(strings(app.classKeywords, 'fal.json: app.classKeywords')),
    machineTypes: new Set(Object.keys(record(data.machineTypes, 'fal.json: machineTypes'))),
  };
}

function makeVocabulary(data: Json, history: Json): Vocabulary {
  const symbols = readEntries(data.symbols);
  const pastKeywords = entriesOf(history.keywords).map(
    ([symbol, of]) => [symbol, entriesOf(of).map(readPast)] as const,
  );
  const file: SdkFile = {
    roots: strings(data.roots, 'roots'),
    symbols,
    past: readPasts(history.symbols, symbols),
    keywords: Object.fromEntries(
      pastKeywords.map(([symbol, of]) => [
        symbol,
        Object.fromEntries(
          of.flatMap(([name, { now }]) => (now === undefined ? [] : [[name, now]])),
        ),
      ]),
    ),
  };
  const gone = pastKeywords.flatMap(([symbol, of]) =>
    of.flatMap(([name, { now }]) => (now === undefined ? [`${symbol}(${name})`] : [])),
  );
  const children = childrenIndex(symbols);
  return {
    file,
    sdk: makeSdk(file),
    commands: new Set(Object.keys(record(data.commands, 'commands'))),
    pastCommands: new Map(
      entriesOf(history.commands)
        .map(readPast)
        .map(([name, { now }]) => [name, now]),
    ),
    goneKeywords: new Set(gone),
    childrenOf: (name) => children.get(name) ?? [],
  };
}

/** What still works under its old name, and has no new one, is no name of the past. */
function readPasts(
  value: unknown,
  symbols: Readonly<Record<string, SdkEntry>>,
): Record<string, PastEntry> {
  const past = entriesOf(value).map(readPast);
  return Object.fromEntries(
    past.filter(([name, { now, removed }]) => now ?? removed ?? !(name in symbols)),
  );
}

function readPast([name, value]: readonly [string, unknown]): readonly [string, PastEntry] {
  const entry = record(value, name);
  const texts = (['now', 'removed', 'kind', 'returns'] as const).flatMap((key) => {
    const text = entry[key];
    return typeof text === 'string' ? [[key, text]] : [];
  });
  return [name, Object.fromEntries(texts) as PastEntry];
}

function readEntries(value: unknown): Record<string, SdkEntry> {
  return Object.fromEntries(
    entriesOf(value).map(([name, entry]) => [name, readEntry(entry, name)]),
  );
}

const TEXTS = ['kind', 'alias', 'returns', 'yields', 'decorates', 'anyAttribute'] as const;
const LISTS = ['params', 'bases'] as const;

function readEntry(value: unknown, name: string): SdkEntry {
  const entry = record(value, name);
  const texts = TEXTS.flatMap((key) => (typeof entry[key] === 'string' ? [[key, entry[key]]] : []));
  const lists = LISTS.flatMap((key) =>
    entry[key] === undefined ? [] : [[key, strings(entry[key], `${name}: ${key}`)]],
  );
  return Object.fromEntries([...texts, ...lists]) as SdkEntry;
}

function childrenIndex(symbols: Readonly<Record<string, SdkEntry>>): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const name of Object.keys(symbols)) {
    const dot = name.lastIndexOf('.');
    if (dot < 0) continue;
    const parent = name.slice(0, dot);
    const list = children.get(parent);
    if (list) list.push(name.slice(dot + 1));
    else children.set(parent, [name.slice(dot + 1)]);
  }
  return children;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown, what: string): Json {
  if (!isRecord(value)) throw new Error(`${what} is no object`);
  return value;
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(isRecord(value) ? value : {});
}

function strings(value: unknown, what: string): string[] {
  const texts = Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : undefined;
  if (!texts) throw new Error(`${what} is no list of texts`);
  return texts;
}
