import { z } from 'astro/zod';
import { examplesOf, type Example, type PlacedExample } from '../concepts/topic.ts';
import { ranOf } from '../verify/ran.ts';
import type { SourceTopic } from './read-content.ts';

const fenceSchema = z.object({ file: z.string(), language: z.string(), code: z.string() });

/** One example: its programs, and how the tests run it. */
export const exampleSchema = z.object({
  /** Where it stands on its page. */
  section: z.string(),
  sectionTitle: z.string(),
  topic: z.string(),
  topicTitle: z.string(),
  name: z.string(),
  /** How far it is executed, as `Ran` says. */
  ran: z.enum(['called', 'run', 'imported', 'modal', 'silent', 'text', 'skipped']),
  /** Why not further. */
  reason: z.string().optional(),
  before: z.array(fenceSchema),
  after: z.array(fenceSchema),
  /** What the linter prints for it, and the rule that it is about. */
  finding: z.string().optional(),
  rule: z.string().optional(),
  order: z.number(),
});

export type ExampleRow = z.infer<typeof exampleSchema>;

/** Every example of all topics in their order. */
export function exampleRows(
  topics: readonly SourceTopic[],
  findings: ReadonlyMap<Example, string>,
): ExampleRow[] {
  return topics
    .flatMap(({ topic }) => examplesOf(topic))
    .map((placed, order) => ({ ...rowOf(placed, findings.get(placed.example)), order }));
}

function rowOf(
  { topic, section, example }: PlacedExample,
  finding: string | undefined,
): Omit<ExampleRow, 'order'> {
  const { ran, why } = ranOf(example);
  return {
    section: section.id,
    sectionTitle: section.title,
    topic: topic.id,
    topicTitle: topic.title,
    name: example.name,
    ran,
    ...(why !== undefined && { reason: why }),
    before: example.before.map(({ file, language, code }) => ({ file, language, code })),
    after: example.after.map(({ file, language, code }) => ({ file, language, code })),
    ...(finding !== undefined && { finding }),
    ...(example.rule !== undefined && { rule: example.rule }),
  };
}
