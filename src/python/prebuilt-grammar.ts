import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Grammar } from './grammar.ts';

/**
 * The Python grammar that lies beside the built program.
 * The parser aborts the process where the library is missing or made for another C library: this throws.
 */
export function grammar(): Grammar {
  const musl = process.platform === 'linux' && existsSync('/etc/alpine-release');
  const platform = `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
  const libraryPath = join(import.meta.dirname, 'grammar', platform, 'parser.so');
  if (!existsSync(libraryPath)) throw new Error(`modal-lint has no Python parser for ${platform}.`);
  return { libraryPath, languageSymbol: 'tree_sitter_python', expandoChar: '\u00b5' };
}
