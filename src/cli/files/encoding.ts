/** The text of a file, or why it has none. */
export type Decoded =
  | { readonly text: string; readonly bom: boolean; readonly encoding: string }
  | { readonly problem: string };

const UTF8 = new Set(['utf8', 'utf8sig', 'ascii', 'usascii', 'cp65001']);
const LATIN1 = new Set(['latin1', 'iso88591', 'l1', 'cp819', '88591']);
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** Decodes a file as Python would: UTF-8, or what its first two lines say. */
export function decode(bytes: Buffer): Decoded {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = bom ? bytes.subarray(3) : bytes;
  if (isUtf16(bytes)) return { problem: 'The file is UTF-16; save it as UTF-8.' };
  if (content.includes(0)) return { problem: 'The file holds NUL bytes; it is no text.' };
  const cookie = bom ? undefined : cookieOf(content);
  const name = (cookie ?? 'utf-8').toLowerCase().replace(/[-_.]/g, '');
  if (UTF8.has(name)) return decodeUtf8(content, bom);
  if (LATIN1.has(name)) return { text: content.toString('latin1'), bom, encoding: 'latin-1' };
  return decodeAs(cookie ?? 'utf-8', content, bom);
}

/** Whether bytes start with the mark of UTF-16. */
export function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** What PEP 263 lets a comment in the first two lines say. */
function cookieOf(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 400);
  if (!head.includes('coding')) return undefined;
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  const found = COOKIE.exec(first)?.[1];
  if (found !== undefined || !/^[ \t\f]*(?:#.*)?$/.test(first)) return found;
  return COOKIE.exec(second)?.[1];
}

/** Most programs are ASCII, which needs no decoder. */
function decodeUtf8(bytes: Buffer, bom: boolean): Decoded {
  const text = bytes.toString('latin1');
  // What is not ASCII takes two bytes or more in UTF-8.
  if (Buffer.byteLength(text) !== text.length) return decodeAs('utf-8', bytes, bom);
  return { text, bom, encoding: 'utf-8' };
}

function decodeAs(encoding: string, bytes: Buffer, bom: boolean): Decoded {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes), bom, encoding };
  } catch (error) {
    if (error instanceof RangeError) {
      return {
        problem: `The file says that it is \`${encoding}\`, which is not known here; save it as UTF-8.`,
      };
    }
    return {
      problem: `The file is not ${encoding === 'utf-8' ? 'UTF-8' : `\`${encoding}\``}; save it as UTF-8.`,
    };
  }
}
