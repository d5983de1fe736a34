import type { Rule } from '../model/rule.ts';
import type { Concept, Topic } from '../concepts/topic.ts';

/** The rules of a topic, in the order of its table. */
export function rulesOf(topic: Topic, homepage: string): Rule[] {
  return topic.concepts.map((concept) => ruleOf(concept, topic, homepage));
}

function ruleOf(concept: Concept, topic: Topic, homepage: string): Rule {
  const { id, verdict, matches, rewrite, section, place } = concept;
  const values = section?.values ?? [];
  const reason = verdict === 'rewrite' ? undefined : section?.reason?.text;
  return {
    id,
    topic: topic.id,
    // What a run asks of every rule comes first: the rest of a line is parsed for the rules that it meets.
    verdict,
    matches,
    modal: concept.modal.text,
    fal: concept.fal.text,
    notes: concept.notes.text,
    ...(reason !== undefined && { reason: firstSentence(reason) }),
    ...(rewrite && { rewrite }),
    ...(values.length > 0 && { values }),
    url: `${homepage}/concepts/${topic.id}/#${id}`,
    docs: section?.seeAlso ?? {},
    source: { file: topic.file, line: place.line },
  };
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z`]|$)/s.exec(text)?.[0] ?? text;
}
