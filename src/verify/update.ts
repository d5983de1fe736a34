import type { Edit } from '../model/span.ts';
import type { PlacedExample } from '../concepts/topic.ts';

/** Edits of the markdown that make every `after` fence what the conversion gives. */
export function updateEdits(
  { example }: PlacedExample,
  result: ReadonlyMap<string, string>,
): Edit[] {
  return example.after.flatMap(({ file, code, span }) => {
    const text = result.get(file);
    return text === undefined || text === code ? [] : [{ span, text }];
  });
}
