import { indented } from '../margin.ts';
import type { FalSetting, Style } from '../part.ts';

/** The order in which settings stand: identity, hardware, environment, scaling. */
const ORDER = [
  'kind',
  'app_name',
  'machine_type',
  'num_gpus',
  'python_version',
  'requirements',
  'image',
  'local_python_modules',
  'app_files',
  'secrets',
  'exposed_port',
  'keep_alive',
  'min_concurrency',
  'max_concurrency',
  'concurrency_buffer',
  'max_multiplexing',
  'request_timeout',
  'startup_timeout',
  'regions',
];

/** Settings of `fal.App` that work only as class keywords (facts: as attributes they are ignored without a word). */
const CLASS_KEYWORDS = new Set(['python_version', 'private_logs']);

/** Settings in the order in which they are written. */
export function inOrder(settings: readonly FalSetting[]): FalSetting[] {
  const rank = ({ name }: FalSetting): number =>
    ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
  return settings.toSorted((a, b) => rank(a) - rank(b));
}

/** Settings that stand in the class header. */
export function classKeywords(settings: readonly FalSetting[]): FalSetting[] {
  return settings.filter(({ name }) => CLASS_KEYWORDS.has(name));
}

/** Class attributes, a line or more each, indented by `indent`. */
export function attributeLines(settings: readonly FalSetting[], indent: string): string {
  return inOrder(settings)
    .filter(({ name }) => !CLASS_KEYWORDS.has(name))
    .flatMap((setting) => [
      ...above(setting, indent),
      indent + placed(setting, `${setting.name} = `, indent) + behind(setting),
    ])
    .join('\n');
}

/** A value after its name; the lines after the first are indented unless they belong to a string. */
function placed({ value, verbatim }: FalSetting, before: string, indent: string): string {
  if (verbatim || !value.includes('\n')) return before + value;
  const [first = '', ...rest] = value.split('\n');
  return [before + first, indented(rest.join('\n'), indent)].join('\n');
}

function above({ above: lines = [] }: FalSetting, indent: string): readonly string[] {
  return lines.map((line) => indent + line);
}

function behind({ comment }: FalSetting): string {
  return comment === undefined ? '' : `  ${comment}`;
}

/** `fal.function(a=1, b=2)`, one keyword a line where it is long; `outer` is the indentation of the line it stands on. */
export function decoratorCall(settings: readonly FalSetting[], style: Style, outer = ''): string {
  const inner = outer + style.indent;
  const ordered = inOrder(settings);
  const short = `fal.function(${ordered.map(({ name, value }) => `${name}=${value}`).join(', ')})`;
  const isCommented = ordered.some(
    ({ comment, above: lines = [] }) => comment !== undefined || lines.length > 0,
  );
  if (short.length < 88 && !short.includes('\n') && !isCommented) return short;
  const lines = ordered.flatMap((setting) => [
    ...above(setting, inner),
    `${inner}${placed(setting, `${setting.name}=`, inner)},${behind(setting)}`,
  ]);
  return ['fal.function(', ...lines, `${outer})`].join('\n');
}
