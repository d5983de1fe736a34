// Adds a concept: a row, a section and its example.
//
//   npm run new -- TOPIC 'MODAL CELL' 'FAL CELL'
//   npm run new -- settings 'startup_timeout=60' 'startup_timeout = 60'
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scaffoldConcept } from '../src/concepts/scaffold.ts';
import { loadContext } from '../src/verify/content.ts';

const root = join(import.meta.dirname, '..');

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { content: { type: 'string' } },
  });
  const [topic, modal, fal, ...more] = positionals;
  if (topic === undefined || modal === undefined || fal === undefined || more.length > 0) {
    console.error("Usage: npm run new -- TOPIC 'MODAL CELL' 'FAL CELL'");
    return 2;
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(topic)) {
    console.error(`\`${topic}\` is no name of a topic; write small letters, digits and hyphens`);
    return 2;
  }
  const folder = resolve(values.content ?? join(root, 'content/concepts'));
  const file = join(folder, `${topic}.md`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const made = scaffoldConcept({ topic, modal, fal }, text, loadContext());
  if ('problem' in made) {
    console.error(made.problem);
    return 1;
  }
  writeFileSync(file, made.text);
  const path = relative(process.cwd(), file);
  console.log(`\`${made.id}\` is in ${path}; fill in what says TODO, then \`npm run compile\`.`);
  return 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
