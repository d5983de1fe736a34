import type { Rule } from '../model/rule.ts';
import type { Use } from '../python/uses.ts';
import type { ValueAdvice } from './advice/value-advice.ts';

const MAX_CODE = 60;

/** One sentence for a use that a rule owns: what is there, then what to write. */
export function useMessage(use: Use, rule: Rule, source: string): string {
  const old = use.symbol.legacy;
  const there = code(thereOf(use, source));
  if (isNone(use)) return `${there} is Modal's; leave it out.`;
  const was =
    old === undefined || old === use.symbol.name ? there : `${there} (now \`${use.symbol.name}\`)`;
  return sentence(was, rule, falOf(use, rule, source));
}

/** One sentence for several names that one statement imports. */
export function importMessage(uses: readonly Use[], rule: Rule, source: string): string {
  const names = uses.map(({ span }) => source.slice(span.start, span.end).replace(/\s+/g, ' '));
  const stmt = uses[0]?.stmt;
  const from = stmt?.kind === 'import-from' ? `from ${stmt.module} ` : '';
  return sentence(code(`${from}import ${names.join(', ')}`), rule, withoutSample(rule.fal));
}

/** One sentence for a keyword with a value that the table has a row for. */
export function valueMessage(
  use: Use,
  { fal, notes, verdict }: ValueAdvice,
  source: string,
): string {
  const there = code(thereOf(use, source));
  if (verdict === 'manual')
    return `${there} is Modal's, and fal has no such value; the nearest is ${fal}: ${inSentence(notes)}.`;
  const differs = verdict === 'rewrite' ? '' : ', which may behave differently';
  return `${there} is Modal's; write ${fal}${differs}.`;
}

/** What a person writes on fal for a value, and how near it comes. */
export function valueHelp({ fal, notes, verdict }: ValueAdvice): string {
  if (verdict === 'rewrite') return fal;
  return verdict === 'manual' ? `nearest ${fal} (${notes})` : `${fal} (${notes})`;
}

/** A reason as a part of a sentence. */
export function inSentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `gpu=None` is what Modal takes without the keyword. */
function isNone({ keyword }: Use): boolean {
  const value = keyword?.argument.value;
  return value?.kind === 'constant' && value.value === null;
}

/** What takes the place of a use: with the user's own value where it carries over, without the table's sample value else. */
function falOf({ keyword }: Use, { fal, rewrite }: Rule, source: string): string {
  if (!keyword) return withoutSample(fal);
  const { start, end } = keyword.argument.value.parens ?? keyword.argument.value.span;
  const value = source.slice(start, end).replace(/\s+/g, ' ');
  if (rewrite?.kind === 'setting') return code(`${rewrite.name} = ${value}`);
  return withoutSample(fal);
}

/** The table's own values say nothing of another program: `machine_type = …`, `FROM …`, `/data/…`. What is no literal is what to write. */
function withoutSample(fal: string): string {
  return SAMPLES.reduce(
    (text, [sign, sample, instead]) => (text.includes(sign) ? text.replace(sample, instead) : text),
    fal,
  );
}

/** A sign that a sample cannot be without, the sample, and what is said in its place. */
const SAMPLES: readonly (readonly [sign: string, sample: RegExp, instead: string])[] = [
  [' = ', /`(\w+) = (?!\[\.\.\.\])["'\d[{][^`]*`/g, '`$1 = …`'],
  ['FROM ', /\bFROM [^\s`]+/g, 'FROM …'],
  ['/data/', /\/data\/[\w-]+/g, '/data/…'],
  ['("', /\("\w+"\)/g, '(…)'],
  ['=', /\((\w+)=\d+\)/g, '($1=…)'],
  ['=...', /\b[A-Z_]+=\.\.\./g, 'KEY=...'],
];

/** One sentence for what requires Modal's package; `trouble` is why a person must change it. */
export function requirementMessage(name: string, trouble: string | undefined, rule: Rule): string {
  const fal = rule.fal.replace(/^`pip install (.*)`$/, '`$1`');
  return trouble ?? `${code(name)} is Modal's package; require ${fal}.`;
}

/** One sentence for an address of something that Modal serves. */
export function addressMessage(text: string, { fal }: Rule): string {
  return `${code(text)} is an address of Modal's; write ${fal}, which takes another request.`;
}

/** What a person writes on fal, and why it is not a plain rewrite. */
export function ruleHelp(rule: Rule): string {
  const known = helps.get(rule);
  if (known !== undefined) return known;
  const { reason } = rule;
  const fal = withoutSample(rule.fal);
  const help = reason === undefined ? fal : `${fal} (${plain(reason)})`;
  helps.set(rule, help);
  return help;
}

/** One text for all findings of a rule. */
const helps = new WeakMap<Rule, string>();

/** What is there, and what to write. */
export function sentence(
  there: string,
  rule: Pick<Rule, 'verdict' | 'modal'>,
  fal: string,
): string {
  const advice = isEmpty(fal) ? 'leave it out' : `write ${fal}`;
  switch (rule.verdict) {
    case 'rewrite':
      return `${there} is Modal's; ${advice}.`;
    case 'rewrite-unsafe':
      return `${there} is Modal's; ${advice}, which may behave differently.`;
    case 'manual':
      return `${there} is Modal's and is converted by hand; ${isEmpty(fal) || fal === 'by hand' ? 'its page says how' : advice}.`;
    case 'no-equivalent':
      return `${there} is Modal's and has no equivalent on fal; ${instead(fal, rule)}.`;
  }
}

/** A dash in the fal cell: nothing takes its place. */
function isEmpty(fal: string): boolean {
  return /^[-–—\s]*$/.test(fal);
}

function instead(fal: string, { modal }: Pick<Rule, 'modal'>): string {
  return isEmpty(fal) ? `see what takes the place of ${modal}` : `use ${fal}`;
}

/** A use in backticks, as the program writes it. */
export function thereIn(use: Use, source: string): string {
  return code(thereOf(use, source));
}

/** The use as the program writes it, on one line; a link of a chain by its full name. */
function thereOf({ symbol, role, span }: Use, source: string): string {
  const whole = source.slice(span.start, span.end);
  if (role === 'keyword') return whole.replace(/\s+/g, ' ');
  // Comments may stand between the links of a chain.
  const text = whole
    .replace(/\s*#[^\n]*\n/g, '\n')
    .replace(/\s+/g, ' ')
    .replaceAll(' .', '.');
  const isLink = /(?<!\.)\.\s*$/.test(source.slice(Math.max(0, span.start - 100), span.start));
  if (role === 'import' || isLink) return symbol.legacy ?? symbol.name;
  return role === 'decorator' ? `@${text}` : text;
}

/** In backticks, unless there are some already; cut where it is long. */
export function code(text: string): string {
  if (text.includes('`')) return text;
  const short = text.length > MAX_CODE ? `${text.slice(0, MAX_CODE - 1)}…` : text;
  return `\`${short}\``;
}

function plain(reason: string): string {
  return reason.trim().replace(/\.$/, '');
}
