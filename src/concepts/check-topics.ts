import { matchKey } from './ids.ts';
import { makeReport, type Message } from './message.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import { examplesOf, type Concept, type Topic } from './topic.ts';

/** Mistakes that only all topics together show: one id or one match in two rows, an id that means two things, a rule that no row has. */
export function checkTopics(topics: readonly Topic[], isComplete: boolean): Message[] {
  // A rule that is not there may be that of a row with a mistake.
  return [...doubles(topics), ...topicNames(topics), ...(isComplete ? unknownRules(topics) : [])];
}

function doubles(topics: readonly Topic[]): Message[] {
  const messages: Message[] = [];
  const ids = new Map<string, { topic: Topic; concept: Concept }>();
  const matches = new Map<string, { topic: Topic; concept: Concept }>();
  for (const topic of topics) {
    const { messages: found, report } = makeReport(topic.file);
    for (const concept of topic.concepts) {
      const keys = concept.matches.map(matchKey);
      const same = keys.map((key) => matches.get(key)).find((one) => one !== undefined);
      const named = ids.get(concept.id);
      if (same) {
        const message = `${concept.modal.text} matches the same as ${nameOf(same)}; keep one of the rows`;
        report('match-twice', concept.place, message);
      } else if (named) {
        const message = `The id \`${concept.id}\` belongs to ${nameOf(named)}; write \`{#another-id}\` behind the heading`;
        report('id-twice', concept.section?.place ?? concept.place, message);
      }
      for (const key of keys) if (!matches.has(key)) matches.set(key, { topic, concept });
      if (!named) ids.set(concept.id, { topic, concept });
    }
    messages.push(...found);
  }
  return messages;
}

/** `--select queue` means a topic: a rule of that name stands in that topic, or nobody could tell them apart. */
function topicNames(topics: readonly Topic[]): Message[] {
  const files = new Map(topics.map(({ id, file }) => [id, file]));
  return topics.flatMap((topic) => {
    const { messages, report } = makeReport(topic.file);
    for (const { id, section, place } of topic.concepts) {
      const other = files.get(id);
      if (other === undefined || id === topic.id) continue;
      const message = `The id \`${id}\` is the name of a topic (${other}); move the row there, or write \`{#another-id}\` behind the heading`;
      report('id-of-topic', section?.place ?? place, message);
    }
    return messages;
  });
}

function nameOf({ topic, concept }: { topic: Topic; concept: Concept }): string {
  return `${concept.modal.text} (${topic.file}:${concept.place.line})`;
}

function unknownRules(topics: readonly Topic[]): Message[] {
  const ids = topics.flatMap(({ concepts }) => concepts.map(({ id }) => id));
  const known = new Set(ids);
  return topics.flatMap((topic) => {
    const { messages, report } = makeReport(topic.file);
    for (const { example, section } of examplesOf(topic)) {
      const { rule, before } = example;
      if (rule === undefined || known.has(rule) || rule === section.id) continue;
      const near = nearest(rule, known);
      const end = near === undefined ? '; write the id of a row' : didYouMean(near);
      report('rule-unknown', before[0]?.place ?? section.place, `\`${rule}\` is no rule${end}`);
    }
    return messages;
  });
}
