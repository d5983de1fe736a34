/** `docs/bench.md`, around the table of a run. */
export function pageText(table: string): string {
  return `# Speed and memory

Written by \`npm run bench -- --write\`. Ratios hold from one machine to another, times do not: each is the median over the rounds
of one run, in which the commands take turns.

${table}

## What is compared

- **(a)** is the Python libraries of the machine with the sample programs of this project among them, **(a')** the same with
  generated programs of 90 to 280 lines, **(b)** generated programs alone. \`rg\` uses all cores, and so does \`ast-grep\`;
  \`modal-lint\` parses on other threads and does the rest on one.
- **(c)** is the sample programs of this project, about two units a file as real ones have; **(c')** one generated program of
  100 files that import from each other, with four or five units in each.
- \`ast-grep scan\` runs the rules in \`rules/\`, which match by pattern. \`modal-lint\` resolves names, through imports, aliases and
  other files, reads commands in comments and strings, and prints a frame and the fal equivalent for each finding.
- Programs that are few make the first line of (a) smaller and the second larger, programs that are many the other way round:
  hence two trees.
- \`node -e 0\` is what Node takes to do nothing. \`NODE_EXTRA_CA_CERTS\` is unset: it more than doubles that.
- A first run has been made before: \`modal-lint\` keeps its compiled code between runs, in \`$XDG_CACHE_HOME/modal-lint\`
  (\`~/.cache/modal-lint\`). \`NODE_DISABLE_COMPILE_CACHE=1\` turns that off.
- What \`migrate\` and \`report\` take is counted beyond what only parsing takes: every file once, and every result once, since a result
  is parsed to prove that it holds. What they parse in between counts as theirs.
- Wall time depends on what else the machine does; processor time (of all threads) less so.
`;
}
