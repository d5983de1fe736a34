import { Unknown, type Claim, type Claims, type Units } from './claims.ts';

/** One fact on which we and Modal do not agree. */
export interface Difference {
  readonly unit: string;
  readonly fact: string;
  readonly ours: string;
  readonly modal: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Facts that both know and agree on. */
  readonly known: number;
  /** Facts that we do not know, with the reason. */
  readonly unknown: readonly string[];
}

/** Compares what we read with what Modal holds; units that only we know count where Modal imported their file. */
export function compare(
  ours: Units,
  modal: Units,
  expected: (unit: string) => boolean,
): Comparison {
  const differences: Difference[] = [];
  const unknown: string[] = [];
  let known = 0;
  for (const [unit, theirs] of modal) {
    const mine = ours.get(unit);
    if (!mine) {
      differences.push({ unit, fact: 'the unit itself', ours: 'not found', modal: 'registered' });
      continue;
    }
    for (const fact of factsOf(mine, theirs)) {
      const [a, b] = [mine[fact] ?? null, theirs[fact] ?? null];
      const whys = unknownsIn(a);
      if (!agree(fact, a, b)) differences.push({ unit, fact, ours: show(a), modal: show(b) });
      else if (whys.length === 0) known++;
      for (const why of whys) unknown.push(`${unit}: ${fact} is ${why}`);
    }
  }
  for (const unit of ours.keys()) {
    if (!modal.has(unit) && expected(unit))
      differences.push({ unit, fact: 'the unit itself', ours: 'found', modal: 'not registered' });
  }
  return { differences, known, unknown };
}

/** Modal fills in defaults: an option that we do not name is none that the program does. */
function factsOf(ours: Claims, modal: Claims): string[] {
  const i6pn = modal.cluster_size === undefined ? null : (modal.i6pn ?? null);
  const defaults: Claims = { timeout: 300, startup_timeout: modal.timeout ?? 300, i6pn };
  const named = Object.keys(modal).filter(
    (fact) => fact in ours || show(modal[fact] ?? null) !== show(defaults[fact] ?? null),
  );
  const empty = Object.keys(ours).filter(
    (fact) =>
      !(fact in modal) && !['null', 'false', '[]', '{}', '0'].includes(show(ours[fact] ?? null)),
  );
  return [...new Set([...named, ...empty])];
}

function agree(fact: string, ours: Claim, modal: Claim): boolean {
  if (ours instanceof Unknown) return ours.why !== '';
  if (fact === 'image') return imagesAgree(ours, modal);
  if (fact === 'schedule') return schedulesAgree(ours, modal);
  return same(ours, modal);
}

function same(ours: Claim, modal: Claim): boolean {
  if (ours instanceof Unknown) return ours.why !== '';
  if (Array.isArray(ours) && Array.isArray(modal)) {
    const theirs = modal as readonly Claim[];
    if ((ours as readonly Claim[]).some((each) => each instanceof Unknown && each.several))
      return true;
    return (
      ours.length === theirs.length &&
      (ours as readonly Claim[]).every((each, i) => same(each, theirs[i] ?? null))
    );
  }
  if (isRecord(ours) && isRecord(modal)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(modal)]);
    return [...keys].every((key) => same(ours[key] ?? null, modal[key] ?? null));
  }
  return ours === modal;
}

function isRecord(value: Claim): value is Readonly<Record<string, Claim>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown); // prettier-ignore
}

/** As many layers, and each text of ours in Modal's layer. */
function imagesAgree(ours: Claim, modal: Claim): boolean {
  const mine = ours as readonly { readonly method: string; readonly texts: readonly string[] }[];
  const theirs = modal as readonly string[];
  return (
    mine.length === theirs.length &&
    mine.every(({ method, texts }, i) => {
      const layer = theirs[i] ?? '';
      if (method.startsWith('add_local') || method === 'from_dockerfile' || layer === '?')
        return true;
      if (method === 'run_function') return layer.startsWith('function ');
      return texts.every((text) => layer.includes(text));
    })
  );
}

function schedulesAgree(ours: Claim, modal: Claim): boolean {
  if (!isRecord(ours) || typeof modal !== 'string') return ours === modal;
  const { schedule, ...values } = ours;
  return (
    modal.startsWith(schedule === 'modal.Cron' ? 'cron' : 'period') &&
    Object.values(values).every(
      (value) =>
        value instanceof Unknown ||
        modal.includes(typeof value === 'string' ? value : JSON.stringify(value)),
    )
  );
}

function unknownsIn(claim: Claim): string[] {
  if (claim instanceof Unknown) return [claim.why];
  if (typeof claim !== 'object' || claim === null) return [];
  return Object.values(claim).flatMap((each) => unknownsIn(each));
}

function show(claim: Claim): string {
  return JSON.stringify(claim, (_key, value: unknown) =>
    value instanceof Unknown ? `? ${value.why}` : value,
  );
}

/** Differences as a table for people. */
export function table(rows: readonly (Difference & { readonly program: string })[]): string {
  return rows
    .map(
      ({ program, unit, fact, ours, modal }) =>
        `${program}\n  ${unit}: ${fact}\n    ours  ${ours}\n    modal ${modal}`,
    )
    .join('\n');
}
