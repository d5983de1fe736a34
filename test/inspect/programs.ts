import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTopics } from '../../src/concepts/read-topics.ts';
import { examplesOf } from '../../src/concepts/topic.ts';
import type { Files } from '../../src/verify/client.ts';
import { loadConcepts, loadContext } from '../../src/verify/content.ts';

/** A Modal program that can be imported. */
export interface TestProgram {
  readonly title: string;
  readonly files: Files;
  readonly env: Readonly<Record<string, string>>;
}

/** Every Python example of the content. */
export function examplePrograms(root: string): TestProgram[] {
  const { topics } = readTopics(loadConcepts(join(root, 'content')), loadContext());
  return topics.flatMap(examplesOf).flatMap(({ topic, example }): TestProgram[] => {
    const [first] = example.before;
    if (first?.language !== 'python' || example.skipSdk !== undefined) return [];
    const files = Object.fromEntries(example.before.map(({ file, code }) => [file, code]));
    const title = `${topic.file}:${first.place.line} ${example.name}`;
    return [{ title, files, env: envOf(example.config.env ?? '') }];
  });
}

function envOf(text: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
  );
}

/** Every program of the corpus, as it is before the conversion. */
export function corpusPrograms(root: string): TestProgram[] {
  const corpus = join(root, 'test/corpus');
  if (!existsSync(corpus)) return [];
  return globSync('*/before', { cwd: corpus })
    .sort()
    .map((folder) => {
      const names = globSync('**/*.*', { cwd: join(corpus, folder) });
      const files = names.map(
        (name) =>
          [name.replaceAll('\\', '/'), readFileSync(join(corpus, folder, name), 'utf8')] as const,
      );
      return { title: `test/corpus/${folder}`, files: Object.fromEntries(files), env: {} };
    });
}
