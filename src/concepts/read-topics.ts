import { checkTopics } from './check-topics.ts';
import type { Context } from './context.ts';
import type { Message } from './message.ts';
import { readTopic } from './read-topic.ts';
import type { Topic } from './topic.ts';

/** A concept file as it was read. */
export interface ConceptFile {
  /** As messages show it. */
  readonly file: string;
  readonly text: string;
}

/** Reads all concept files of a folder; the messages are those of every file and of all files together. */
export function readTopics(
  files: readonly ConceptFile[],
  context: Context,
): { topics: Topic[]; messages: Message[] } {
  const read = files.map(({ file, text }) => readTopic(file, text, context));
  const topics = read.flatMap(({ topic }) => topic ?? []);
  const messages = read.flatMap((one) => one.messages);
  const isComplete = messages.every(({ severity }) => severity === 'warning');
  return { topics, messages: [...messages, ...checkTopics(topics, isComplete)] };
}
