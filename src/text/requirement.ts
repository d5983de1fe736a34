import type { Edit, Span } from '../model/span.ts';
import type { Conversion } from './convert.ts';

/** A file that lists requirements; `script` is the `# /// script` header of a Python file. */
export type RequirementKind =
  'requirements' | 'pyproject' | 'pipfile' | 'setup-cfg' | 'setup-py' | 'conda' | 'script' | 'lock';

/** A requirement on `modal` or `modal-client`. */
export interface Requirement {
  readonly name: 'modal' | 'modal-client';
  /** What a message points at. */
  readonly span: Span;
  /** What becomes `fal>=…`: the name and its version range, or a name alone. */
  readonly parts: readonly RequirementPart[];
  /** What goes when `fal` is required already; absent where it cannot go alone. */
  readonly removal?: Span;
  /** Where `fal-client` can be put beside it. */
  readonly beside?: Beside;
  /** It stands in the header of a script, and is for that file alone. */
  readonly isScript?: true;
  /** Which of fal's packages the same list requires already. */
  readonly others: readonly FalPackage[];
  /** Why a person must change it. */
  readonly trouble?: string;
}

/** What fal has on PyPI. */
export type FalPackage = 'fal' | 'fal-client';

/** Those of fal's packages that are among normal names. */
export function falPackages(names: Iterable<string>): FalPackage[] {
  const all = new Set(names);
  return (['fal', 'fal-client'] as const).filter((name) => all.has(name));
}

/** One place of a requirement and what stands there in its stead; `%` is the version. */
export interface RequirementPart {
  readonly span: Span;
  readonly text: string;
}

/** `text` is put in at `at`, `%` being the version of `fal-client`. */
export interface Beside {
  readonly at: number;
  readonly text: string;
}

/** Least versions that the converted code needs; with `falClient` that package is required, too. */
export interface FalVersions {
  readonly fal: string;
  readonly falClient?: string;
  /** Part of the code still needs Modal: its requirement stays, and fal's stand beside it. */
  readonly keepsModal?: boolean;
}

/** Converts one requirement on Modal's package to one on fal's. */
export function convertRequirement(requirement: Requirement, versions: FalVersions): Conversion {
  const { trouble, others, removal, parts, beside } = requirement;
  if (versions.keepsModal === true)
    return { edits: besideModal(requirement, versions), verdict: 'rewrite' };
  if (trouble !== undefined) {
    return { edits: [], verdict: 'manual', reason: trouble, todo: trouble };
  }
  const { fal, falClient } = versions;
  const wantsClient =
    falClient !== undefined && !others.includes('fal-client') ? beside : undefined;
  if (others.includes('fal') && removal !== undefined) {
    // What required Modal requires what is missing, or goes.
    const edits =
      wantsClient === undefined
        ? [{ span: removal, text: '' }]
        : clientParts(requirement, versions);
    return { edits, verdict: 'rewrite' };
  }
  const edits: Edit[] = parts.map(({ span, text }) => ({ span, text: text.replace('%', fal) }));
  if (wantsClient !== undefined) {
    const { at, text } = wantsClient;
    edits.push({ span: { start: at, end: at }, text: text.replace('%', falClient ?? '') });
  }
  return { edits, verdict: 'rewrite' };
}

/** What is missing of fal's packages, behind Modal's. */
function besideModal({ others, beside, trouble }: Requirement, versions: FalVersions): Edit[] {
  if (!beside || trouble !== undefined) return [];
  const wanted = { fal: versions.fal, 'fal-client': versions.falClient };
  const text = (['fal', 'fal-client'] as const).map((name) => {
    const version = others.includes(name) ? undefined : wanted[name];
    return version === undefined
      ? ''
      : beside.text.replace('fal-client', name).replace('%', version);
  });
  const { at } = beside;
  return text.join('') === '' ? [] : [{ span: { start: at, end: at }, text: text.join('') }];
}

function clientParts({ parts }: Requirement, { falClient = '' }: FalVersions): Edit[] {
  return parts.map(({ span, text }) => ({
    span,
    text: text.replace('fal', 'fal-client').replace('%', falClient),
  }));
}

/** Names the kind of a file that lists requirements, by its name alone. */
export function requirementKindOf(path: string): RequirementKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'pyproject.toml' || name === 'pixi.toml') return 'pyproject';
  if (name === 'pipfile') return 'pipfile';
  if (name === 'setup.cfg' || name === 'tox.ini') return 'setup-cfg';
  if (name === 'setup.py') return 'setup-py';
  if (name.endsWith('.py')) return undefined;
  if (/^(?:uv|poetry|pdm|pixi|pipfile|pylock)\.lock$|^pylock\.toml$/u.test(name)) return 'lock';
  if (/^(?:environment|conda|env)[\w.-]*\.ya?ml$|^\.pre-commit-config\.ya?ml$/u.test(name))
    return 'conda';
  if (/\.(?:txt|in|pip)$/u.test(name)) {
    if (/(?:require|constraint|deps|dependencies)/u.test(name)) return 'requirements';
    if (/(?:^|\/)requirements?\/[^/]+$/iu.test(path)) return 'requirements';
  }
  return undefined;
}
