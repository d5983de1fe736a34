import type { Match, Verdict } from '../model/rule.ts';
import type { Context } from './context.ts';
import { checkFalCell } from './fal-cell.ts';
import { idOf, isId } from './ids.ts';
import { within } from './markdown.ts';
import type { Report } from './message.ts';
import { resolveCell } from './modal-cell.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import { idText, labelOf, type RawSection } from './sections.ts';
import { checkSeeAlso, isSeeAlso } from './see-also.ts';
import type { Row } from './table.ts';
import type { Cell, Concept, Section } from './topic.ts';
import { rewriteOf, VERDICT_WORDS, verdictOf } from './verdict.ts';

/** Reads the body of a section under the id of its concept. */
type ReadBody = (raw: RawSection, id: string, rule?: string) => Section;

/** Makes a concept of a row and its section; the section comes back even where the row is broken. */
export function readConcept(
  row: Row,
  raw: RawSection | undefined,
  context: Context,
  read: ReadBody,
  report: Report,
): { concept?: Concept; section?: Section } {
  const { modal, fal, notes } = row;
  const matches = readMatches(modal, context, report);
  checkFal(fal, context, report);
  const id = readId(raw, matches, report);
  const section = raw && read(raw, id ?? 'unknown', id);
  const rewrite = id === undefined ? undefined : rewriteOf(id, modal, fal, context.transforms);
  const verdict = readVerdict(row.verdict, rewrite ? 'rewrite' : 'manual', report);
  if (section && verdict) checkSection(section, verdict, report);
  if (matches.length === 0 || id === undefined || !verdict) return { ...(section && { section }) };
  const concept: Concept = {
    id,
    place: modal.place,
    modal,
    fal,
    notes,
    verdict,
    matches,
    // A transform says why better than the row can; a cell with no equivalent is no conversion.
    ...(rewrite && (rewrite.kind === 'transform' || verdict !== 'no-equivalent') && { rewrite }),
    ...(section && { section }),
  };
  return { concept, ...(section && { section }) };
}

function readMatches(modal: Cell, { modal: names }: Context, report: Report): Match[] {
  if (modal.codes.length === 0) {
    const message = `The Modal cell \`${modal.text}\` holds no code; put the code in backticks`;
    report('cell-without-code', modal.place, message);
  }
  return modal.codes.flatMap((code) => {
    const resolved = resolveCell(code.text, names);
    if ('matches' in resolved) return resolved.matches;
    const { id, text, start, end } = resolved.problem;
    report(id, within(code, start, end), text);
    return [];
  });
}

function checkFal(fal: Cell, context: Context, report: Report): void {
  for (const code of fal.codes) {
    const problem = checkFalCell(code.text, context.fal);
    if (problem) report(problem.id, within(code, problem.start, problem.end), problem.text);
  }
}

function readId(
  raw: RawSection | undefined,
  [first]: readonly Match[],
  report: Report,
): string | undefined {
  if (raw?.id === undefined) return first && idOf(first);
  if (isId(raw.id)) return raw.id;
  report('id-invalid', raw.place, idText(raw.id));
  return undefined;
}

function readVerdict(
  cell: Cell | undefined,
  standard: Verdict,
  report: Report,
): Verdict | undefined {
  const verdict = cell ? verdictOf(cell.text) : standard;
  if (verdict || !cell) return verdict;
  const near = nearest(cell.text, VERDICT_WORDS);
  const known = VERDICT_WORDS.map((word) => `\`${word}\``).join(', ');
  const end = near === undefined ? `; write one of ${known}` : didYouMean(near);
  report('verdict-unknown', cell.place, `\`${cell.text}\` is no verdict${end}`);
  return undefined;
}

/** What every row's section must hold. */
function checkSection(section: Section, verdict: Verdict, report: Report): void {
  const { place, body, reason, seeAlso, examples } = section;
  const needed =
    verdict === 'rewrite-unsafe' ? 'why' : verdict === 'no-equivalent' ? 'instead' : undefined;
  if (needed && reason?.label !== needed) {
    const label = needed === 'why' ? 'Why' : 'Instead';
    const word = needed === 'why' ? 'rewrite-unsafe' : 'no equivalent';
    const message = `A row with the verdict \`${word}\` says why; write a paragraph \`**${label}:** …\``;
    report(`${needed}-missing`, place, message);
  }
  const prose = body.some(
    (node) => node.type === 'paragraph' && !labelOf(node) && !isSeeAlso(node),
  );
  if (!prose) {
    report(
      'section-without-prose',
      place,
      `The section of ${section.title} says nothing; write a paragraph`,
    );
  }
  if (examples.length === 0 && !body.some((node) => node.type === 'code')) {
    const message = `The section of ${section.title} has no example; write a \`python before\` and a \`python after\` fence`;
    report('section-without-example', place, message);
  }
  checkSeeAlso(body, seeAlso, verdict !== 'no-equivalent', place, report);
}
