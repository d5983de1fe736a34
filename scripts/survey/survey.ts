/** How the conversion of one unit, or one concept's part in it, came out. */
export type Outcome = 'safe' | 'unsafe' | 'manual' | 'refused';

/** What a rule met in a repository. */
export interface ConceptCount {
  /** Uses that the linter reports. */
  readonly found: number;
  /** Plans that it takes part in, by what it made of them. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

/** `whole`: no mark, nothing of Modal left; `marked`: nothing of Modal left but marks; `part`: both; `same`: nothing was converted. */
export type FileStatus = 'whole' | 'marked' | 'part' | 'same' | 'refused';

/** Of a result that was executed: `too` if what it was made from fails under Modal in the same way. */
export type Check = 'ok' | 'failed' | 'too' | 'not asked';

export interface FileSurvey {
  readonly file: string;
  readonly uses: number;
  readonly status: FileStatus;
  /** Why it was taken back. */
  readonly refused?: string;
  readonly compiles: Check;
  readonly imports: Check;
  /** The first thing that is wrong with it when it is executed. */
  readonly error?: string;
  /** Converting it again changes it. */
  readonly unstable: boolean;
  /** Findings in a file that is said to be whole. */
  readonly noise: readonly string[];
}

export interface UnitSurvey {
  readonly file: string;
  readonly unit: string;
  readonly kind: string;
  readonly outcome: Outcome;
  /** What stands in the way, by rule. */
  readonly reasons: readonly string[];
}

export interface RepoSurvey {
  readonly name: string;
  /** Reading, linting, converting, converting again; without the SDKs. */
  readonly ms: number;
  readonly crash?: string;
  readonly files: readonly FileSurvey[];
  readonly units: readonly UnitSurvey[];
  readonly concepts: Readonly<Record<string, ConceptCount>>;
  /** Uses that no rule owns, by symbol. */
  readonly unowned: Readonly<Record<string, number>>;
  /** Places that might be Modal's and that cannot be resolved. */
  readonly unresolved: number;
}

export interface Survey {
  readonly version: 1;
  readonly repos: readonly RepoSurvey[];
}

export interface Totals {
  readonly repos: number;
  readonly crashes: number;
  readonly ms: number;
  readonly files: number;
  readonly statuses: Readonly<Record<FileStatus, number>>;
  readonly compiled: number;
  readonly compileErrors: number;
  readonly imported: number;
  readonly importErrors: number;
  /** Whole files among `imported` and `importErrors`. */
  readonly wholeImported: number;
  readonly wholeImportErrors: number;
  readonly importErrorsBefore: number;
  readonly unstable: number;
  readonly noisy: number;
  readonly units: Readonly<Record<Outcome, number>>;
  readonly unowned: number;
  readonly unresolved: number;
}

export const OUTCOMES: readonly Outcome[] = ['safe', 'unsafe', 'manual', 'refused'];
export const STATUSES: readonly FileStatus[] = ['whole', 'marked', 'part', 'same', 'refused'];

/** The numbers of all repositories together. */
export function totalsOf({ repos }: Survey): Totals {
  const files = repos.flatMap((repo) => repo.files);
  const units = repos.flatMap((repo) => repo.units).filter(isUnit);
  const count = (test: (file: FileSurvey) => boolean): number => files.filter(test).length;
  const whole = (file: FileSurvey): boolean => file.status === 'whole';
  return {
    repos: repos.length,
    crashes: repos.filter(({ crash }) => crash !== undefined).length,
    ms: sum(repos.map(({ ms }) => ms)),
    files: files.length,
    statuses: tally(
      STATUSES,
      files.map(({ status }) => status),
    ),
    compiled: count(({ compiles }) => compiles === 'ok'),
    compileErrors: count(({ compiles }) => compiles === 'failed'),
    imported: count(({ imports }) => imports === 'ok'),
    importErrors: count(({ imports }) => imports === 'failed'),
    wholeImported: count((file) => whole(file) && file.imports === 'ok'),
    wholeImportErrors: count((file) => whole(file) && file.imports === 'failed'),
    importErrorsBefore: count(({ imports }) => imports === 'too'),
    unstable: count(({ unstable }) => unstable),
    noisy: count(({ noise }) => noise.length > 0),
    units: tally(
      OUTCOMES,
      units.map(({ outcome }) => outcome),
    ),
    unowned: sum(repos.flatMap(({ unowned }) => Object.values(unowned))),
    unresolved: sum(repos.map(({ unresolved }) => unresolved)),
  };
}

/** Functions, classes and entrypoints: not the calls, commands and requirement lines around them. */
export function isUnit({ kind }: UnitSurvey): boolean {
  return kind === 'function' || kind === 'class' || kind === 'entrypoint';
}

/** What each rule met in all repositories together. */
export function conceptsOf({ repos }: Survey): Map<string, ConceptCount> {
  const all = new Map<string, ConceptCount>();
  for (const { concepts } of repos) {
    for (const [id, count] of Object.entries(concepts)) all.set(id, added(all.get(id), count));
  }
  return all;
}

function added(a: ConceptCount | undefined, b: ConceptCount): ConceptCount {
  if (!a) return b;
  const outcome = (name: Outcome): number => a.outcomes[name] + b.outcomes[name];
  const [safe, unsafe, manual, refused] = OUTCOMES.map(outcome);
  return {
    found: a.found + b.found,
    outcomes: { safe: safe ?? 0, unsafe: unsafe ?? 0, manual: manual ?? 0, refused: refused ?? 0 },
  };
}

/** How often each of `keys` is in a list. */
export function tally<Key extends string>(
  keys: readonly Key[],
  found: readonly Key[],
): Record<Key, number> {
  const counts = keys.map((key) => [key, found.filter((one) => one === key).length] as const);
  return Object.fromEntries(counts) as Record<Key, number>;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
