/** A flag; without `value` it is on or off. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What its value is: `FILE`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly details: readonly string[];
  readonly operands: { readonly least: number; readonly most: number };
  readonly flags: readonly Flag[];
}

export const CHECK_FORMATS = ['full', 'concise', 'json', 'github', 'sarif'];
const REPORT_FORMATS = ['text', 'markdown', 'json', 'html'];
const TEXT_FORMATS = ['text', 'json'];

/** Flags that every command has. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'help', short: 'h', help: 'show this help' },
  { name: 'quiet', short: 'q', help: 'say nothing but the result' },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: 'paint the result: auto (on a terminal), always, never',
  },
  { name: 'config', value: 'FILE', help: 'read the configuration from FILE' },
  { name: 'isolated', help: 'read no configuration' },
  { name: 'rules', value: 'FILE', help: 'use another rule set than the one of this package' },
];

const SELECTION: readonly Flag[] = [
  {
    name: 'force-exclude',
    help: 'apply `exclude` and .gitignore to files named on the command line',
  },
  { name: 'jobs', short: 'j', value: 'N', help: 'parse N files at a time (6)' },
];

const format = (choices: readonly string[]): Flag => {
  const [first = ''] = choices;
  return { name: 'format', value: 'FORMAT', choices, help: `${choices.join(', ')} (${first})` };
};

const OUTPUT: Flag = { name: 'output-file', value: 'FILE', help: 'write the result to FILE' };
const OWNER: Flag = {
  name: 'fal-owner',
  value: 'NAME',
  help: 'the fal user or team that owns the apps, as in NAME/my-app',
};

const MACHINES: Flag = {
  name: 'machine-types',
  value: 'LIST',
  help: "fal's machines for Modal's GPUs: T4=GPU-RTX4090,L4=…, or `nearest` for GPUs that fal lacks",
};

const ANY = { least: 0, most: Infinity };

export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    summary: 'Report what a program takes from Modal (the default command).',
    usage: 'modal-lint check [FLAGS] [PATH ...]',
    details: [
      'Lints the Python files below each PATH (the current folder) and the scripts, workflows, Makefiles',
      'and pages that hold `modal` commands. `-` reads from standard input.',
      'Exit code: 0 nothing found, 1 findings (or a diff), 2 wrong usage or configuration, 3 our fault.',
    ],
    operands: ANY,
    flags: [
      { name: 'fix', help: 'convert what keeps its meaning, then report the rest' },
      { name: 'unsafe-fixes', help: 'convert also what may behave differently' },
      { name: 'diff', help: 'show what --fix would change and write nothing' },
      {
        name: 'select',
        value: 'RULES',
        help: 'report only these rules or topics (comma-separated)',
      },
      { name: 'ignore', value: 'RULES', help: 'do not report these rules or topics' },
      { name: 'extend-select', value: 'RULES', help: 'report these, too' },
      format(CHECK_FORMATS),
      OUTPUT,
      { name: 'statistics', help: 'show how often each rule was found, not where' },
      { name: 'exit-zero', help: 'exit with 0 even with findings' },
      { name: 'stdin-filename', value: 'NAME', help: 'lint standard input as the file NAME' },
      { name: 'baseline', value: 'FILE', help: 'do not report the findings that FILE records' },
      { name: 'write-baseline', help: 'record all findings in the baseline file and report none' },
      OWNER,
      MACHINES,
      ...SELECTION,
    ],
  },
  {
    name: 'migrate',
    summary: 'Convert whole Modal programs to fal.',
    usage: 'modal-lint migrate [FLAGS] PATH ...',
    details: [
      'Converts every unit (function or class with all that hangs on it) as far as it goes. What a person',
      'must finish is marked with `# TODO(modal-lint): ...` and reported by `check` until it is gone.',
      'Files must be in git and unchanged, so that the conversion can be looked at and taken back.',
      '--verify imports each converted file in a copy of the tree before anything is written, without',
      'network, processes and a disk to write to; your Python must have fal. Importing runs your code.',
    ],
    operands: { least: 1, most: Infinity },
    flags: [
      { name: 'diff', help: 'show what would change and write nothing' },
      { name: 'allow-dirty', help: 'convert also files with changes, or outside of git' },
      format(TEXT_FORMATS),
      OWNER,
      MACHINES,
      {
        name: 'verify',
        help: "import the result under your Python and take back what breaks; this runs your program's code",
      },
      {
        name: 'python',
        value: 'PATH',
        help: 'with --verify: your Python (.venv, then $VIRTUAL_ENV, then python3)',
      },
      {
        name: 'verify-limit',
        value: 'SECONDS',
        help: 'with --verify: how long the import of one file may take (60)',
      },
      ...SELECTION,
    ],
  },
  {
    name: 'report',
    summary: 'Show the plan of a migration, unit by unit.',
    usage: 'modal-lint report [FLAGS] [PATH ...]',
    details: [
      'Says what each unit becomes, how sure that is and why, and what is left for a person.',
    ],
    operands: ANY,
    flags: [format(REPORT_FORMATS), OUTPUT, OWNER, MACHINES, ...SELECTION],
  },
  {
    name: 'inspect',
    summary: 'Show what modal-lint reads in a program.',
    usage: 'modal-lint inspect [FLAGS] PATH ...',
    details: [
      'Prints the program as data: Apps, images, volumes, secrets, units with their settings, calls, and',
      'every use of Modal with its place. Of each value it says how sure that is, and why not.',
    ],
    operands: { least: 1, most: Infinity },
    flags: [format(TEXT_FORMATS), ...SELECTION],
  },
  {
    name: 'explain',
    summary: 'Explain a rule, a name of Modal or of fal, or a command.',
    usage: 'modal-lint explain NAME',
    details: [
      'NAME is a rule (`app-function`) or a topic (`volumes`), a name (`modal.Volume`, `keep_warm`), a value',
      '(`T4`), a command (`modal deploy`), or what stands for one on fal (`keep_alive`, `fal run`).',
    ],
    operands: { least: 1, most: Infinity },
    flags: [format(TEXT_FORMATS)],
  },
  {
    name: 'rules',
    summary: 'List the rules.',
    usage: 'modal-lint rules [FLAGS]',
    details: [],
    operands: { least: 0, most: 0 },
    flags: [format(TEXT_FORMATS)],
  },
  {
    name: 'verify',
    summary: 'Run the examples of a content folder.',
    usage: 'modal-lint verify [FLAGS] [CONTENT]',
    details: [
      'Converts every example of the concept files in CONTENT (content), compares it with its `after` fence,',
      'and runs both sides on the real SDKs, in the Python of .venv or of --python.',
      'Exit code: 0 all are true, 1 some are not, 2 the SDKs are missing and --no-sdk was not given.',
    ],
    operands: { least: 0, most: 1 },
    flags: [
      { name: 'update', help: 'rewrite the `after` fences' },
      { name: 'no-sdk', help: 'leave out what needs the real SDKs' },
      { name: 'python', value: 'PATH', help: 'a Python that has modal, fal and fal-client' },
    ],
  },
];
