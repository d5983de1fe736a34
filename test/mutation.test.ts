import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConcepts, loadContext } from '../src/verify/content.ts';
import { readTopics } from '../src/concepts/read-topics.ts';

/**
 * A way to break a correct content folder: the text that is replaced, what it becomes, the messages that must come (`a+b`) and no
 * others, and a text that starts on the line that the first must point at (by default what was put in).
 */
type Mutation = readonly [name: string, from: string, to: string, id: string, at?: string];

const APP_FUNCTION_ROW =
  '| `@app.function()` | `@fal.function()` | Standalone functions | rewrite |\n';
const HEADER = '| Modal | fal | Notes | Verdict |';
const RULE = '| --- | --- | --- | --- |';
const GPU_HEADING = '## `gpu="A100"`\n';
const GPU_BEFORE = '```python before lines=6\nimport modal\n\napp = modal.App("gpu")';
const CALL = 'call="double(x=3)"';

// prettier-ignore
const TABLE: readonly Mutation[] = [
  ['a row without a section', GPU_HEADING, '## The GPU\n', 'row-without-section', '| `gpu="A100"`'],
  ['a section without a row', GPU_HEADING, `## \`cpu=4\`\n\nWords.\n\n${GPU_HEADING}`, 'section-without-row'],
  ['a section of another spelling', GPU_HEADING, '## `gpu="H100"`\n', 'section-without-row'],
  ['two sections of one row', GPU_HEADING, '## `@app.function()`\n\nTwice.\n\n## `gpu="A100"`\n', 'section-twice'],
  ['a row twice', '| rewrite-unsafe |\n', `| rewrite-unsafe |\n${APP_FUNCTION_ROW}`, 'match-twice', `${APP_FUNCTION_ROW}| \`startup`],
  ['the match of another row', '`modal.is_local()` |', '`@app.function(...)` |', 'match-twice+section-without-row'],
  ['the id of another row', '{#remote}', '{#gpu}', 'id-twice'],
  ['an id in capitals', '{#remote}', '{#Remote}', 'id-invalid'],
  ['an id with a blank', '{#remote}', '{#re mote}', 'id-invalid'],
  ['a misspelt Modal name', '`modal.is_local()` |', '`modal.is_locl()` |', 'cell-unknown-name'],
  ['a name of another package', '`modal.is_local()` |', '`torch.load()` |', 'cell-unknown-name'],
  ['a misspelt keyword', '`startup_timeout=60` |', '`startup_timeot=60` |', 'cell-unknown-keyword'],
  ['the keyword of another call', '`startup_timeout=60` |', '`index_url=60` |', 'cell-unknown-keyword'],
  ['a name of the past', '`modal.is_local()` |', '`modal.Stub()` |', 'cell-legacy'],
  ['a keyword of the past', '`startup_timeout=60` |', '`keep_warm=60` |', 'cell-legacy'],
  ['a Modal cell that is no Python', '`modal.is_local()` |', '`modal.is_local(` |', 'cell-unreadable'],
  ['a Modal cell without code', '| `modal.is_local()` |', '| modal.is_local() |', 'cell-without-code'],
  ['a misspelt fal name', '`@fal.function()` |', '`@fal.functoin()` |', 'fal-unknown-name'],
  ['a misspelt fal_client function', '`fal_client.subscribe(...)`', '`fal_client.subscrib(...)`', 'fal-unknown-name'],
  ['a misspelt setting of fal', '| `startup_timeout = 60`', '| `startup_timeot = 60`', 'fal-unknown-name'],
  ['a machine type that fal does not rent out', '"GPU-A100"` |', '"GPU-A10"` |', 'fal-unknown-machine'],
  ['a fal cell that is no code', '`@fal.function()` |', '`@fal.function(` |', 'fal-cell-unreadable'],
  ['an empty cell', '| Standalone functions |', '| |', 'cell-empty'],
  ['a row that is too short', ' | Standalone functions | rewrite |', ' | Standalone functions |', 'row-short', APP_FUNCTION_ROW.slice(0, 20)],
  ['a row that is too long', '| Standalone functions |', '| Standalone | functions |', 'row-long'],
  ['a bar inside code', '`gpu="A100"` |', '`gpu="A100|H100"` |', 'row-long'],
  ['an unknown verdict', '| Seconds on both sides | rewrite |', '| Seconds on both sides | rewrites |', 'verdict-unknown'],
  ['an unsafe verdict without a reason', '**Why:** fal', 'fal', 'why-missing', '## `gpu="A100"`'],
  ['no equivalent without an alternative', '**Instead:** keep', 'keep', 'instead-missing', '## `modal.Dict`'],
  ['a reason of the wrong kind', '**Instead:** keep', '**Why:** keep', 'instead-missing', '## `modal.Dict`'],
  ['a wrong column', HEADER, '| Modal | fal | Remarks | Verdict |', 'table-header'],
  ['columns in another order', HEADER, '| Modal | fal | Verdict | Notes |', 'table-header'],
  ['a column too many', `${HEADER}\n${RULE}`, '| Modal | fal | Notes | Verdict | Since |\n| --- | --- | --- | --- | --- |', 'table-header'],
  ['a second mapping table', '## Before you start\n', `| Modal | fal | Notes |\n| --- | --- | --- |\n| \`modal.Proxy\` | – | None |\n\n## Before you start\n`, 'table-second'],
  ['a mapping table in a section', 'The decorator loses its app.\n', 'See:\n\n| Modal | fal | Notes |\n| --- | --- | --- |\n| `modal.Proxy` | – | None |\n', 'table-second', '| Modal | fal | Notes |\n'],
];

// prettier-ignore
const SECTIONS: readonly Mutation[] = [
  ['no title', 'title: Functions and settings\n', '', 'title-missing', '---'],
  ['an empty title', 'title: Functions and settings', 'title:', 'title-missing'],
  ['a misspelt description', 'description: How', 'descripton: How', 'description-missing'],
  ['an order that is no number', 'title: Functions and settings\n', 'title: Functions and settings\norder: first\n', 'order-invalid', 'order: first'],
  ['the name of another topic as an id', '## `modal.Dict`, `modal.Queue`', '## `modal.Dict`, `modal.Queue` {#storage}', 'id-of-topic'],
  ['frontmatter that is no YAML', 'title: Functions and settings', 'title: "Functions', 'frontmatter-invalid', 'description:'],
  ['no frontmatter', '---\ntitle: Functions and settings\ndescription: How a Modal function and its settings become a fal function.\n---\n\n', '', 'frontmatter-missing', 'A function of Modal'],
  ['a title in the text', '## Before you start', '# Functions\n\n## Before you start', 'heading-level'],
  ['a heading that jumps', 'Install both packages, then read on.', '#### Packages\n\nInstall both packages.', 'heading-level'],
  ['no links', 'See also: [Modal functions](https://modal.com/docs/reference/modal.App), [fal functions](https://docs.fal.ai/functions)\n', '', 'see-also-missing', '## `@app.function()`'],
  ['no link to Modal', '[Modal functions](https://modal.com/docs/reference/modal.App), ', '', 'see-also-modal', 'See also: [fal functions]'],
  ['no link to fal', ', [fal functions](https://docs.fal.ai/functions)', '', 'see-also-fal', 'See also: [Modal functions]'],
  ['links that are not last', 'See also: [Modal GPUs](https://modal.com/docs/guide/gpu), [fal machine types](https://docs.fal.ai/machine-types)\n', 'See also: [Modal GPUs](https://modal.com/docs/guide/gpu), [fal machine types](https://docs.fal.ai/machine-types)\n\nMore words.\n', 'see-also-last'],
  ['a link to the wrong place', '[Modal GPUs](https://modal.com/docs/guide/gpu)', '[Modal GPUs](https://docs.fal.ai/gpu)', 'see-also-host', 'See also: [Modal GPUs]'],
  ['a link that is not https', 'https://docs.fal.ai/functions', 'http://docs.fal.ai/functions', 'link-not-https', 'See also: [Modal functions]'],
  ['a link without an address', '[fal functions](https://docs.fal.ai/functions)', '[fal functions](https://docs.fal.ai/functions), [more]()', 'link-empty', 'See also: [Modal functions]'],
  ['an empty reason', '**Why:** fal has the 40 GB card only. A larger one is another machine type.', '**Why:**', 'reason-empty+why-missing'],
  ['a section without a word', 'The decorator loses its app.\n\n', '', 'section-without-prose', '## `@app.function()`'],
  ['a value of another keyword', '`gpu="L4"`,', '`cpu="L4"`,', 'value-unreadable'],
  ['a value that is no string', '`gpu="L4"`,', '`gpu=L4`,', 'value-unreadable'],
  ['a value without code', '| `gpu="H200"` |', '| H200 |', 'value-unreadable'],
  ['a value twice', '`gpu="A10"`', '`gpu="h200"`', 'value-twice'],
  ['a value without a setting', '| `machine_type = "GPU-RTX4090"` |', '| the largest |', 'value-fal'],
  ['a value with a machine that fal does not rent out', '"GPU-RTX4090"` |', '"GPU-RTX409"` |', 'fal-unknown-machine'],
  ['a value with an unknown verdict', '24 GB as well | manual |', '24 GB as well | no equivalent |', 'verdict-unknown'],
  ['a value with a cell too few', '24 GB as well | manual |', 'manual |', 'value-row', '| `gpu="L4"`'],
  ['a section without an example', '```python manual\nimport modal\n\njobs = modal.Queue.from_name("jobs")\n```\n\n', '', 'section-without-example', '## `modal.Dict`'],
];

// prettier-ignore
const FENCES: readonly Mutation[] = [
  ['code that is no Python', '    return 2 * x\n```\n\n```python after', '    return 2 * * (x\n```\n\n```python after', 'fence-python', '    return 2 * * (x'],
  ['an unknown role', '```python before lines=6 call', '```python befor lines=6 call', 'fence-role-unknown+fence-role-missing+after-without-before'],
  ['two roles', '```python unchanged', '```python unchanged after', 'fence-role-twice'],
  ['options without a role', '```python manual config=', '```python config=', 'fence-role-missing'],
  ['an unknown option', '```python before no-call="nothing to compare"', '```python before nocall="nothing"', 'fence-option-unknown'],
  ['an option without a value', '```python before no-call="nothing to compare"', '```python before no-call=""', 'fence-option-empty'],
  ['an open quote', 'no-call="nothing to compare"', 'no-call="nothing', 'fence-option-quote'],
  ['an option twice', '```python before lines=6 call', '```python before lines=6 lines=7 call', 'fence-option-twice'],
  ['an option of `before` on an `after`', '```python after name=start', '```python after name=start lines=1', 'fence-option-misplaced'],
  ['a role without a language', '```python unchanged', '```unchanged', 'fence-language-missing'],
  ['another name of the language', '```python unchanged', '```py unchanged', 'fence-language-unknown'],
  ['a language without a file name', '```python unchanged', '```ruby unchanged', 'fence-file-missing'],
  ['an empty fence', '```python unchanged\nimport fal_client\n\nfal_client.subscribe("acme/greeter", arguments={"name": "Ann"})\n', '```python unchanged\n', 'fence-empty'],
  ['a fence in a list', '```python unchanged\nimport fal_client\n', '- ```python unchanged\n  import fal_client\n  ```\n\n```python unchanged\nimport fal_client\n', 'fence-nested'],
  ['a `before` without an `after`', '```python after\nimport fal\n\n\n@fal.function()\ndef double(x: int) -> int:\n    return 2 * x\n```\n\n', '', 'before-without-after', '```python before lines=6 call'],
  ['an `after` without a `before`', GPU_BEFORE, GPU_BEFORE.replace('before', 'unchanged'), 'after-without-before', '```python after\nimport fal\n\n\n@fal.function(machine'],
  ['an `after` of another file', '```python after\nimport fal\n\n\n@fal.function(startup', '```python after file=b.py\nimport fal\n\n\n@fal.function(startup', 'before-without-after+after-without-before', '```python before no-call'],
  ['one file twice in an example', 'name=where file=use.py\nfrom where import HERE\nimport modal', 'name=where file=where.py\nfrom where import HERE\nimport modal', 'fence-file-twice+after-without-before', '```python before name=where file=where.py\nfrom where'],
  ['a name twice', '```python unchanged', '```python unchanged name=start', 'example-name-twice'],
  ['a line beyond the fence', '```python before lines=6 call', '```python before lines=66 call', 'lines-beyond'],
  ['line zero', '```python before lines=6 call', '```python before lines=0 call', 'lines-beyond'],
  ['lines that are no numbers', '```python before lines=6 call', '```python before lines=six call', 'lines-invalid'],
  ['a call that is no Python', CALL, 'call="double(x="', 'call-invalid', '```python before lines=6 call'],
  ['a call that is no call', CALL, 'call="double"', 'call-invalid', '```python before lines=6 call'],
  ['a call of nothing in the example', CALL, 'call="duble(x=3)"', 'call-unknown', '```python before lines=6 call'],
  ['a positional argument', CALL, 'call="double(3)"', 'call-argument', '```python before lines=6 call'],
  ['an argument that is no literal', CALL, 'call="double(x=len([]))"', 'call-argument', '```python before lines=6 call'],
  ['a setting that is none', 'config="fal-owner=acme"', 'config="acme"', 'config-invalid', '```python manual config'],
  ['a rule that no row has', 'rule=app-function', 'rule=app-functoin', 'rule-unknown', '```python before rule='],
  ['a Modal name in an example', 'jobs = modal.Queue.from_name("jobs")', 'jobs = modal.Queu.from_name("jobs")', 'modal-unknown-name'],
  ['a Modal keyword in an example', '@app.function(startup_timeout=60)', '@app.function(startup_timeot=60)', 'modal-unknown-name'],
  ['a fal name in an example', '@fal.function()\ndef start', '@fal.functoin()\ndef start', 'fal-unknown-name'],
  ['a fal keyword in an example', '@fal.function(startup_timeout=60)', '@fal.function(startup_timeot=60)', 'fal-unknown-name'],
  ['a machine type in an example', '@fal.function(machine_type="GPU-A100")', '@fal.function(machine_type="GPU-A10")', 'fal-unknown-machine'],
  ['a fal_client name in an example', 'fal_client.subscribe("acme', 'fal_client.subscrib("acme', 'fal-unknown-name'],
];

// prettier-ignore
const STORAGE: readonly Mutation[] = [
  ['no table', '| Modal | fal | Notes |\n| --- | --- | --- |\n| `modal.Volume` | `/data` persistent storage | Mounted on all runners |\n| `modal deploy` | `fal deploy` | One line an app |\n', '', 'table-missing', '---'],
  ['a table without Notes', '| Modal | fal | Notes |\n| --- | --- | --- |\n', '| Modal | fal |\n| --- | --- |\n', 'table-header'],
  ['a table without rows', '| `modal.Volume` | `/data` persistent storage | Mounted on all runners |\n| `modal deploy` | `fal deploy` | One line an app |\n', '', 'table-empty', '| Modal | fal | Notes |'],
  ['a misspelt command', '| `modal deploy` |', '| `modal deplyo` |', 'cell-unknown-command'],
  ['a package that is not Modal', '| `modal deploy` |', '| `pip install fal` |', 'cell-unknown-package'],
  ['a command of the past', '| `modal deploy` |', '| `modal app deploy` |', 'cell-legacy'],
  ['a misspelt fal command', '`fal deploy` |', '`fal deplyo` |', 'fal-unknown-command'],
  ['the section of a row at level 3', '## `modal deploy`', '### `modal deploy`', 'heading-level'],
  ['a match of another file', '`modal.Volume` |', '`modal.Queue` |', 'match-twice+section-without-row'],
  ['an open fence', 'fal deploy app.py::App\n```\n', 'fal deploy app.py::App\n', 'fence-unclosed+before-without-after+see-also-missing', '```sh after'],
];

const files = loadConcepts(join(import.meta.dirname, 'fixtures/content-small'));
const context = { ...loadContext(), transforms: new Set(['app-function', 'gpu']) };

test('the folder has no mistakes before', () => {
  expect(readTopics(files, context).messages).toEqual([]);
});

describe.each([
  ['the table', 'functions.md', TABLE],
  ['sections', 'functions.md', SECTIONS],
  ['fences', 'functions.md', FENCES],
  ['a second file', 'storage.md', STORAGE],
] as const)('%s', (_, name, mutations) => {
  const rows = mutations.map(([title, from, to, ids, at = to]) => ({ title, from, to, ids, at }));

  test.each(rows)('$title', ({ from, to, ids, at }) => {
    const original = files.find(({ file }) => file.endsWith(name))?.text ?? '';
    expect(original.split(from)).toHaveLength(2);
    const text = original.replace(from, () => to);
    const changed = files.map((one) => (one.file.endsWith(name) ? { ...one, text } : one));
    const { messages } = readTopics(changed, context);
    const [id = '', ...more] = ids.split('+');
    expect(messages.map((message) => message.id).sort()).toEqual([id, ...more].sort());
    const line = text.slice(0, text.indexOf(at)).split('\n').length;
    expect(messages.find((message) => message.id === id)?.line).toBe(line);
  });
});
