import {
  asText,
  entryOf,
  equal,
  list,
  numberOf,
  textOf,
  textsOf,
  truthOf,
  unknown,
  value,
  type Constant,
} from '../constant.ts';
import { joinPath, path } from './operators.ts';

type Entries = Extract<Constant, { kind: 'dict' }>['entries'];

/** What a method of a string, path, list or dict gives; nothing for one that is not known here. */
export function foldMethod(
  base: Constant,
  method: string,
  args: readonly Constant[],
): Constant | undefined {
  if (base.kind === 'path') return pathMethod(base.value, method, args);
  if (base.kind === 'dict') return dictMethod(base, method, args);
  if (base.kind !== 'value' || typeof base.value !== 'string') return undefined;
  return textMethod(base.value, method, args);
}

function pathMethod(text: string, method: string, args: readonly Constant[]): Constant | undefined {
  if (method === 'as_posix' && args.length === 0) return value(text);
  if (/^(?:resolve|absolute)$/.test(method)) return isOwnFolder(text) ? path(text) : undefined;
  const parts = args.map(textOf);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const [first] = parts;
  if (method === 'joinpath') return path(parts.reduce(joinPath, text));
  if (first === undefined || parts.length !== 1) return undefined;
  if (method === 'with_name') return path(joinPath(folderOf(text), first));
  if (method === 'with_suffix') return path(text.replace(/(?<=[^/.])\.[^/.]*$/, '') + first);
  return undefined;
}

/** Whether a path is the same on every machine: absolute, and below no folder that is a link on some. */
function isOwnFolder(text: string): boolean {
  if (text.split('/').includes('..')) return false;
  return /^\/(?!(?:bin|dev|etc|home|lib\w*|media|mnt|proc|run|sbin|tmp|usr|var)(?:\/|$))/.test(
    text,
  );
}

/** What an attribute of a path is; `..` is left alone, as nobody knows where a link leads. */
export function pathAttribute(text: string, attribute: string): Constant | undefined {
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (name === '..' || name === '.') return undefined;
  const suffix = /(?<=[^.])\.[^.]+$/.exec(name)?.[0] ?? '';
  if (attribute === 'parent') return path(folderOf(text));
  if (attribute === 'name') return value(name);
  if (attribute === 'stem') return value(name.slice(0, name.length - suffix.length));
  return attribute === 'suffix' ? value(suffix) : undefined;
}

function folderOf(text: string): string {
  const at = text.lastIndexOf('/');
  if (at < 0) return '.';
  return text.slice(0, at) || '/';
}

function dictMethod(
  base: Extract<Constant, { kind: 'dict' }>,
  method: string,
  [key, otherwise]: readonly Constant[],
): Constant | undefined {
  if (/^(?:keys|values|items)$/.test(method)) {
    const entries = distinct(base.entries);
    if (method === 'keys') return entries && list(entries.map((entry) => entry.key));
    if (method === 'values') return entries && list(entries.map((entry) => entry.value));
    return entries && list(entries.map((one) => list([one.key, one.value])));
  }
  if (method !== 'get' || !key) return undefined;
  const found = entryOf(base, key);
  return found === 'none' ? (otherwise ?? value(null)) : found;
}

/** The entries as a dict has them: a key stands where it came first, with the value that came last. */
function distinct(entries: Entries): Entries | undefined {
  const found: { key: Constant; value: Constant }[] = [];
  for (const entry of entries) {
    const same = found.map(({ key }) => equal(key, entry.key));
    if (same.includes(undefined)) return undefined;
    const at = same.indexOf(true);
    if (at < 0) found.push({ ...entry });
    else found[at] = { key: entry.key, value: entry.value };
  }
  return found;
}

function textMethod(text: string, method: string, args: readonly Constant[]): Constant | undefined {
  const [first, second] = args;
  const whole = args.length === 0;
  if (method === 'join' && first) {
    const texts = textsOf(first);
    return texts && value(texts.join(text));
  }
  if (method === 'format') return formatted(text, args);
  const [a, b] = [first && textOf(first), second && textOf(second)];
  switch (method) {
    case 'upper':
      return whole ? value(text.toUpperCase()) : undefined;
    case 'lower':
      return whole ? value(text.toLowerCase()) : undefined;
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return whole || a !== undefined ? value(stripped(text, method, a)) : undefined;
    case 'replace':
      return args.length === 2 && a !== undefined && b !== undefined && a !== ''
        ? value(text.replaceAll(a, b.replaceAll('$', '$$$$')))
        : undefined;
    case 'split':
      return split(text, args);
    case 'splitlines':
      return whole ? list(lines(text).map(value)) : undefined;
    case 'removeprefix':
      return a === undefined ? undefined : value(text.startsWith(a) ? text.slice(a.length) : text);
    case 'removesuffix':
      return a === undefined
        ? undefined
        : value(a !== '' && text.endsWith(a) ? text.slice(0, -a.length) : text);
    case 'startswith':
      return a === undefined ? undefined : value(text.startsWith(a));
    case 'endswith':
      return a === undefined ? undefined : value(text.endsWith(a));
    default:
      return undefined;
  }
}

function lines(text: string): string[] {
  const found = text.split(/\r\n|\r|\n/);
  return found.at(-1) === '' ? found.slice(0, -1) : found;
}

function stripped(text: string, method: string, chars: string | undefined): string {
  const isGone = (char: string): boolean =>
    chars === undefined ? /\s/.test(char) : chars.includes(char);
  let [start, end] = [0, text.length];
  while (method !== 'rstrip' && start < end && isGone(text.charAt(start))) start++;
  while (method !== 'lstrip' && end > start && isGone(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function split(text: string, [separator, ...more]: readonly Constant[]): Constant | undefined {
  if (!separator) return list(text.trim().split(/\s+/).filter(Boolean).map(value));
  const by = textOf(separator);
  const [most] = more.map(numberOf);
  if (by === undefined || by === '' || more.length > 1) return undefined;
  const parts = text.split(by);
  if (more.length === 0) return list(parts.map(value));
  if (most === undefined || most < 0) return undefined;
  const kept = parts.slice(0, most);
  const rest = parts.slice(most).join(by);
  return list([...kept, ...(parts.length > most ? [rest] : [])].map(value));
}

/** `"{}/{}".format(a, b)`, without names and formats. */
function formatted(text: string, args: readonly Constant[]): Constant | undefined {
  const pieces = text.split('{}');
  const texts = args.map(asText);
  if (pieces.some((piece) => /[{}]/.test(piece)) || pieces.length !== texts.length + 1)
    return undefined;
  if (!texts.every((one) => one !== undefined)) return undefined;
  return value(pieces.map((piece, i) => piece + (texts[i] ?? '')).join(''));
}

/** What a builtin function gives for constants; nothing for one that is not known here. */
export function foldBuiltin(name: string, args: readonly Constant[]): Constant | undefined {
  const [first, second] = args;
  if (!first) return emptyOf(name);
  if (name === 'range') return range(args);
  if (second) return name === 'max' || name === 'min' ? extreme(name, args) : undefined;
  switch (name) {
    case 'str': {
      const text = asText(first);
      return text === undefined ? unknown('a `str(…)`') : value(text);
    }
    case 'int':
      return integer(first);
    case 'bool': {
      const truth = truthOf(first);
      return truth === undefined ? undefined : value(truth);
    }
    case 'len':
      return length(first);
    case 'list':
    case 'tuple':
      if (first.kind === 'dict') return dictMethod(first, 'keys', []);
      return first.kind === 'list' ? first : undefined;
    case 'dict':
      return first.kind === 'dict' ? first : undefined;
    case 'sorted': {
      const texts = textsOf(first);
      return texts && list([...texts].sort().map(value));
    }
    default:
      return undefined;
  }
}

function emptyOf(name: string): Constant | undefined {
  if (name === 'list' || name === 'tuple') return list([]);
  if (name === 'dict') return { kind: 'dict', entries: [] };
  return name === 'str' ? value('') : undefined;
}

function integer(of: Constant): Constant | undefined {
  const text = of.kind === 'value' ? textOf(of) : undefined;
  if (text !== undefined) {
    return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? value(Number(text)) : undefined;
  }
  const number = numberOf(of);
  return number === undefined ? undefined : value(Math.trunc(number));
}

function length(of: Constant): Constant | undefined {
  if (of.kind === 'list') return value(of.items.length);
  const text = of.kind === 'value' ? textOf(of) : undefined;
  return text === undefined ? undefined : value(Array.from(text).length);
}

function extreme(name: 'max' | 'min', args: readonly Constant[]): Constant | undefined {
  const numbers = args.map(numberOf);
  if (!numbers.every((number) => number !== undefined)) return undefined;
  const best = name === 'max' ? Math.max(...numbers) : Math.min(...numbers);
  return args[numbers.indexOf(best)];
}

function range(args: readonly Constant[]): Constant | undefined {
  const numbers = args.map(numberOf);
  if (!numbers.every((number) => number !== undefined)) return undefined;
  const [start, stop, step] =
    numbers.length === 1
      ? [0, numbers[0] ?? 0, 1]
      : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  if (step <= 0 || (stop - start) / step > 64) return undefined;
  const found: Constant[] = [];
  for (let at = start; at < stop; at += step) found.push(value(at));
  return list(found);
}
