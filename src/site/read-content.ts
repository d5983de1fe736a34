import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMessages } from '../concepts/message.ts';
import { readTopics } from '../concepts/read-topics.ts';
import type { Topic } from '../concepts/topic.ts';
import { isTransform } from '../concepts/verdict.ts';
import { readFalVocabulary, readModalVocabulary } from '../concepts/vocabulary.ts';
import type { SdkFile } from '../model/rule-set.ts';

/** All topics, and what is needed to run the linter on their examples. */
export interface Content {
  readonly topics: readonly SourceTopic[];
  readonly homepage: string;
  /** What the resolver knows of Modal. */
  readonly sdkFile: SdkFile;
}

/** A topic with the text that it was read from, line ends as the reader saw them. */
export interface SourceTopic {
  readonly topic: Topic;
  readonly source: string;
}

/** Reads `content/concepts`; mistakes stop the build, all of them in one message. */
export function readContent(root: string): Content {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const modal = readModalVocabulary(
    json('content/sdk/modal.json'),
    json('content/sdk/modal-history.json'),
  );
  const fal = readFalVocabulary(json('content/sdk/fal.json'));
  const files = markdownIn(root, 'content/concepts');
  const { topics, messages } = readTopics(files, { modal, fal, transforms: transformsIn(root) });
  const sources = new Map(files.map(({ file, text }) => [file, normalized(text)]));
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(`content/concepts has mistakes:\n\n${renderMessages(errors, sources)}`);
  }
  const { homepage } = json('package.json') as { homepage: string };
  return {
    topics: topics.map((topic) => ({ topic, source: sources.get(topic.file) ?? '' })),
    homepage,
    sdkFile: modal.file,
  };
}

/** The pages of a folder, by their path from the root of the project. */
export function markdownIn(root: string, folder: string): { file: string; text: string }[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return globSync('*.md', { cwd: path })
    .sort()
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(join(path, name), 'utf8'),
    }));
}

/** Ids of the concepts that have code of their own: their verdict follows from it where the table is silent. */
function transformsIn(root: string): Set<string> {
  const folder = join(root, 'src/convert/concepts');
  const names = globSync('*.ts', { cwd: folder });
  return new Set(
    names
      .filter((name) => isTransform(readFileSync(join(folder, name), 'utf8')))
      .map((name) => name.replace(/\.ts$/, '')),
  );
}

function normalized(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
