import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { buildContext, ignorePatterns } from '../dockerfile/context.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { knownText, linesOf, type Item } from '../dockerfile/template.ts';
import { lineEach } from '../dockerfile/words.ts';
import type { Place } from '../written/place.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `dockerfile_commands("RUN a", "COPY b /b")` → the lines as they are. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-dockerfile-commands', place);
  const lines = lineEach('', args.words(), 'line').flatMap((item): readonly Item[] =>
    typeof item === 'string' ? item.split('\n') : [item],
  );
  const context = buildContext(call, args);
  const ignore = ignorePatterns(call, args);
  if (!ignore && linesOf(lines).some((line) => copiesFolder(knownText(line)))) {
    args.unsafe(
      'Without a `.dockerignore`, fal does not upload `*.md`, `.env`, `.git`, `venv` and the like: write one where a `COPY` line needs them',
    );
  }
  return { dockerfile: lines, ...context, ...(ignore && { ignore }), reasons: args.finish() };
}

/** Whether a line copies something local that may be a folder: a name without an extension. */
function copiesFolder(line: string): boolean {
  const words = /^\s*(?:COPY|ADD)\s+(?!--from=)(.*)$/i.exec(line)?.[1]?.split(/\s+/) ?? [];
  return words.slice(0, -1).some((word) => !word.startsWith('--') && !/[^/]\.\w+$/.test(word));
}
