const UNSAFE = /[^\w@%+=:,./-]/;

/** Quotes a word for a POSIX shell: what `shlex.quote` does. */
export function shellQuote(word: string): string {
  if (word === '') return "''";
  return UNSAFE.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : word;
}

/** Words as one shell command. */
export function shellJoin(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

/** The JSON form of `CMD`, `ENTRYPOINT` and `SHELL`. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
