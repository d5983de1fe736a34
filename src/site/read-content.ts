import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMessages } from '../concepts/message.ts';
import { readTopics } from '../concepts/read-topics.ts';
import type { Topic } from '../concepts/topic.ts';
import type { SdkFile } from '../model/rule-set.ts';
import { homepage, loadConcepts, loadContext } from '../verify/content.ts';

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
  const context = loadContext();
  const files = loadConcepts(join(root, 'content'));
  const { topics, messages } = readTopics(files, context);
  const sources = new Map(files.map(({ file, text }) => [file, text.replaceAll('\r\n', '\n')]));
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(`content/concepts has mistakes:\n\n${renderMessages(errors, sources)}`);
  }
  const last = Number.MAX_SAFE_INTEGER;
  const ordered = topics.toSorted((a, b) => (a.order ?? last) - (b.order ?? last));
  return {
    topics: ordered.map((topic) => ({ topic, source: sources.get(topic.file) ?? '' })),
    homepage: homepage(),
    sdkFile: context.modal.file,
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
