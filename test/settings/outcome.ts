import { expect } from 'vitest';
import { loadContext } from '../../src/verify/content.ts';
import { applyEdits, overlap } from '../../src/convert/apply.ts';
import { kebab } from '../../src/concepts/ids.ts';
import { styleOf } from '../../src/convert/layout.ts';
import { removals } from '../../src/convert/removals.ts';
import type { Part, TransformModule, UnitContext } from '../../src/convert/part.ts';
import type { Choices } from '../../src/convert/plan.ts';
import { mergeParts } from '../../src/convert/parts.ts';
import type { Rule, Verdict } from '../../src/model/rule.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { readProgram } from '../../src/program/program.ts';
import { readUnits } from '../../src/program/read-units.ts';
import type { Unit } from '../../src/program/units.ts';
import { contains } from '../../src/python/walk.ts';

const { sdk, file: sdkFile } = loadContext().modal;

/** What the transforms of this part make of one unit. */
export interface Outcome {
  readonly settings: readonly string[];
  /** `verdict: message` */
  readonly reasons: readonly string[];
  /** Texts of the files after the edits of the parts; decorators and calls are others' part. */
  readonly files: Readonly<Record<string, string>>;
  readonly members: readonly string[];
}

export type Files = Readonly<Record<string, string>>;

export async function readAll(
  files: Files,
): Promise<{ units: Unit[]; base: Omit<UnitContext, 'unit' | 'file' | 'style' | 'rule'> }> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, sdk);
  const units = readUnits(program);
  const rules: RuleSet = { version: 1, homepage: '', rules: [], sdk: sdkFile };
  const base = {
    program,
    units,
    options: { level: 'all' },
    rules,
    transforms: new Map(),
    collected: [],
    ownerOf: () => undefined,
  } as const;
  return { units, base };
}

function ruleOf(id: string, verdict: Verdict): Rule {
  const source = { file: 'content/concepts/resources.md', line: 1 };
  return {
    id,
    topic: 'resources',
    modal: id,
    fal: '–',
    notes: '',
    verdict,
    reason: `why ${id}`,
    matches: [],
    url: `/#${id}`,
    docs: {},
    source,
  };
}

export async function load(id: string): Promise<TransformModule> {
  return (await import(`../../src/convert/concepts/${id}.ts`)) as TransformModule;
}

export async function outcome(
  files: Files | string,
  name = 'f',
  verdict: Verdict = 'rewrite',
  choices: Choices = {},
): Promise<Outcome> {
  const given = typeof files === 'string' ? { 'main.py': files } : files;
  const { units, base } = await readAll(given);
  const unit = units.find((one) => one.name === name);
  if (!unit) throw new Error(`no unit ${name}`);
  const { file } = unit;
  const context = (id: string): UnitContext => ({
    ...base,
    options: { ...base.options, ...choices },
    unit,
    file,
    style: styleOf(file.names),
    rule: ruleOf(id, verdict),
  });
  const parts: Part[] = [];
  for (const setting of unit.settings.values()) {
    if (setting.name === 'image') continue;
    const id = kebab(setting.name);
    const { setting: transform } = await load(id);
    if (transform) parts.push(transform(context(id), setting));
  }
  const { unit: concurrent } = await load('concurrent');
  if (concurrent && unit.decorators.some(({ symbol }) => symbol?.name === 'modal.concurrent'))
    parts.push(concurrent(context('concurrent')));
  for (const use of file.uses) {
    const id = /^modal\.Volume\.(commit|reload)$/.exec(use.symbol.name)?.[1];
    if (id === undefined || !contains(unit.stmt.span, use.span)) continue;
    const { call } = await load(use.role === 'call' ? `volume-${id}` : 'volume');
    if (call) parts.push(call(context(`volume-${id}`), { file, use, scope: use.scope }));
  }
  const part = mergeParts(parts);
  const after = Object.entries(given).map(([path, source]) => {
    const own =
      path === file.path
        ? [...(part.edits ?? []), ...removals(file.names.module, part.removed ?? [])]
        : [];
    const edits = [...own, ...(part.elsewhere?.[path] ?? [])];
    expect(overlap(edits)).toBeUndefined();
    return [path, applyEdits(source, edits)] as const;
  });
  return {
    settings: (part.settings ?? []).map((one) => `${one.name} = ${one.value}`),
    reasons: (part.reasons ?? []).map((reason) => `${reason.verdict}: ${reason.message}`),
    files: Object.fromEntries(after),
    members: part.members ?? [],
  };
}

/** A program with one function whose decorator has these keywords. */
export function withKeywords(keywords: string, above = ''): string {
  return `import os\nimport modal\n\napp = modal.App("x")\n${above}\n\n@app.function(${keywords})\ndef f(x=1):\n    return x\n`;
}

export function expectReasons({ reasons }: Outcome, starts: readonly string[]): void {
  expect(reasons.map((text, i) => text.slice(0, starts[i]?.length))).toEqual(starts);
}

/** Top of a program with a volume. */
export const VOLUME =
  'import os\nfrom pathlib import Path\n\nimport modal\n\napp = modal.App("x")\nvol = modal.Volume.from_name("models", create_if_missing=True)\n';

/** A function `f` that mounts the volume, with this body (one line a statement), below these lines. */
export function mounted(body: string, above = '', mounts = '{"/cache": vol}'): string {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  return `${VOLUME}${above}\n@app.function(volumes=${mounts})\ndef f(x=1):\n${lines.join('')}`;
}

/** The text of `main.py` without the lines that make directories, which have tests of their own. */
export function plain({ files }: Outcome): string {
  return (files['main.py'] ?? '').replace(/^ +os\.makedirs\("\/data\/.*\n/gm, '');
}

/** What stands below `def f(x=1):` after the edits, without the indentation. */
export function bodyOf(found: Outcome): string {
  const [, body = ''] = plain(found).split('def f(x=1):\n');
  return body.replace(/^ {4}/gm, '').trimEnd();
}
