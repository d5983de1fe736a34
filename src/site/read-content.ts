import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTopic } from '../concepts/read-topic.ts';
import { renderMessages } from '../concepts/message.ts';
import type { Context } from '../concepts/context.ts';
import type { Topic } from '../concepts/topic.ts';
import { readFalVocabulary, readModalVocabulary } from '../concepts/vocabulary.ts';
import type { SdkFile } from '../model/rule-set.ts';

/** A topic with the text that it was read from, line ends as the reader saw them. */
export interface SourceTopic {
  readonly topic: Topic;
  readonly source: string;
}

/** All topics, and what is needed to run the linter on their examples. */
export interface Content {
  readonly topics: readonly SourceTopic[];
  readonly homepage: string;
  /** What the resolver knows of Modal. */
  readonly sdkFile: SdkFile;
}

/** Reads `content/concepts`; mistakes stop the build, all of them in one message. */
export function readContent(root: string): Content {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const modal = readModalVocabulary(
    json('content/sdk/modal.json'),
    json('content/sdk/modal-history.json'),
  );
  const fal = readFalVocabulary(json('content/sdk/fal.json'));
  const { homepage } = json('package.json') as { homepage: string };
  // How a concept is rewritten is not on its page.
  const context = { modal, fal, transforms: new Set<string>() };
  return { topics: readTopics(root, context), homepage, sdkFile: modal.file };
}

function readTopics(root: string, context: Context): SourceTopic[] {
  const read = markdownIn(root, 'content/concepts').map(({ file, text }) => ({
    source: normalized(text),
    file,
    ...readTopic(file, text, context),
  }));
  const errors = read.flatMap(({ messages }) => messages.filter((m) => m.severity === 'error'));
  if (errors.length > 0) {
    const sources = new Map(read.map(({ file, source }) => [file, source]));
    throw new Error(`content/concepts has mistakes:\n\n${renderMessages(errors, sources)}`);
  }
  return read.flatMap(({ topic, source }) => (topic ? [{ topic, source }] : []));
}

/** The pages of a folder, by their path from the root of the project. */
export function markdownIn(root: string, folder: string): { file: string; text: string }[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(join(path, name), 'utf8'),
    }));
}

function normalized(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
