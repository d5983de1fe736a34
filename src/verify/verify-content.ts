import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileTopics } from '../compile/compile.ts';
import { renderMessages } from '../concepts/message.ts';
import { readTopics } from '../concepts/read-topics.ts';
import { examplesOf, type PlacedExample, type Topic } from '../concepts/topic.ts';
import { applyEdits } from '../convert/apply.ts';
import type { Edit } from '../model/span.ts';
import { makeSdk } from '../python/inventory.ts';
import { checkCommands } from './check-commands.ts';
import { checkExample, type Checked } from './check-example.ts';
import { checkOnSdks, type Executed } from './check-on-sdks.ts';
import { startSdk, type Sdk } from './client.ts';
import { homepage, loadConcepts, loadContext, packageFolder } from './content.ts';
import type { Problem } from './problem.ts';

/** What to run. */
export interface VerifyOptions {
  /** The content folder. */
  readonly content: string;
  /** Rewrite the `after` fences to what the conversion gives. */
  readonly update: boolean;
  /** The Python that has modal, fal and fal-client; absent: that part is left out. */
  readonly python?: string;
}

/** What came of it. */
export interface Verified {
  /** Everything to print, in the order of the content. */
  readonly lines: readonly string[];
  readonly failed: number;
  readonly examples: number;
  /** How many examples were executed in which way. */
  readonly how: Readonly<Record<Executed['how'], number>>;
  /** Files whose fences were rewritten. */
  readonly updated: readonly string[];
}

/** Checks all examples of a content folder, on the real SDKs where there is a Python that has them. */
export async function verifyContent({ content, update, python }: VerifyOptions): Promise<Verified> {
  const context = loadContext();
  const files = loadConcepts(resolve(content));
  const { topics, messages } = readTopics(files, context);
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const how = { called: 0, run: 0, imported: 0, skipped: 0 };
  const mistakes = messages.filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) {
    return {
      lines: [renderMessages(messages, texts)],
      failed: mistakes.length,
      examples: 0,
      how,
      updated: [],
    };
  }
  const { ruleSet } = compileTopics(topics, homepage(), context.modal.file);
  const resolver = makeSdk(ruleSet.sdk);
  const sdk = python === undefined ? undefined : await startSdk(python, { standins: standins() });
  const lines: string[] = [];
  const updated: string[] = [];
  let examples = 0;
  let failed = 0;
  for (const topic of topics) {
    const edits: Edit[] = [];
    for (const placed of examplesOf(topic)) {
      const checked = await check(placed, () => checkExample(placed, ruleSet, resolver), ruleSet);
      edits.push(...updateEdits(placed, checked));
      const problems = update
        ? checked.problems.filter(({ message }) => !message.includes('is not what the fence says'))
        : checked.problems;
      const executed =
        sdk && problems.length === 0 ? await execute(placed, checked, sdk) : undefined;
      if (executed) how[executed.how]++;
      const all = [...problems, ...(executed?.problems ?? [])];
      examples++;
      if (all.length > 0) failed++;
      lines.push(...all.map(tell));
    }
    if (update && edits.length > 0 && write(topic, edits)) updated.push(topic.file);
  }
  await sdk?.close();
  return { lines, failed, examples, how, updated };
}

function check(
  placed: PlacedExample,
  python: () => Promise<Checked>,
  rules: Parameters<typeof checkCommands>[1],
): Promise<Checked> {
  return isPython(placed) ? python() : Promise.resolve(checkCommands(placed, rules));
}

function isPython({ example }: PlacedExample): boolean {
  return example.before[0]?.language === 'python';
}

async function execute(
  placed: PlacedExample,
  { result }: Checked,
  sdk: Sdk,
): Promise<Executed | undefined> {
  return isPython(placed) ? checkOnSdks(placed, result, sdk) : undefined;
}

function tell({ file, line, message }: Problem): string {
  return `${file}:${line} ${message}`;
}

/** Edits of the markdown that make every `after` fence what the conversion gives. */
function updateEdits({ example }: PlacedExample, { result }: Checked): Edit[] {
  return example.after.flatMap(({ file, code, span }) => {
    const text = result.get(file);
    return text === undefined || text === code ? [] : [{ span, text }];
  });
}

function write(topic: Topic, edits: readonly Edit[]): boolean {
  const path = resolve(topic.file);
  const old = readFileSync(path, 'utf8');
  // Spans count in the text as it was read: without a BOM, and only files with `\n` were.
  if (old.startsWith('\uFEFF') || old.includes('\r')) return false;
  writeFileSync(path, applyEdits(old, edits));
  return true;
}

/** Stand-ins for packages that are too heavy to install; only the project itself has them. */
function standins(): string {
  return join(packageFolder, 'test/sdk/standins');
}
