import { createRequire } from 'node:module';

/** A grammar as the parser loads it. */
export interface Grammar {
  readonly libraryPath: string;
  readonly languageSymbol: string;
  readonly expandoChar: string;
}

/** The Python grammar of the development package; the built program has `prebuilt-grammar.ts` in its place. */
export function grammar(): Grammar {
  const require = createRequire(import.meta.filename);
  const { libraryPath, languageSymbol, expandoChar } = require('@ast-grep/lang-python') as Grammar;
  return { libraryPath, languageSymbol, expandoChar };
}
