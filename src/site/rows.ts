import { z } from 'astro/zod';
import type { Concept, Topic } from '../concepts/topic.ts';
import type { SourceTopic } from './read-content.ts';

/** One row of a table, with what was run of it. */
export const rowSchema = z.object({
  id: z.string(),
  topic: z.string(),
  topicTitle: z.string(),
  /** The cells with code in backticks. */
  modal: z.string(),
  fal: z.string(),
  notes: z.string(),
  verdict: z.enum(['rewrite', 'rewrite-unsafe', 'manual', 'no-equivalent']),
  reason: z.string().optional(),
  /** Place in the order of the tables. */
  order: z.number(),
});

export type ConceptRow = z.infer<typeof rowSchema>;

/** The rows of all tables in their order. */
export function conceptRows(topics: readonly SourceTopic[]): ConceptRow[] {
  return topics
    .flatMap(({ topic }) => topic.concepts.map((concept) => rowOf(topic, concept)))
    .map((row, order) => ({ ...row, order }));
}

function rowOf(
  topic: Topic,
  { id, modal, fal, notes, verdict, section }: Concept,
): Omit<ConceptRow, 'order'> {
  const reason = section?.reason?.text;
  return {
    id,
    topic: topic.id,
    topicTitle: topic.title,
    modal: modal.text,
    fal: fal.text,
    notes: notes.text,
    verdict,
    ...(reason !== undefined && { reason }),
  };
}
