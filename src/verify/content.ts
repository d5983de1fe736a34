import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../concepts/context.ts';
import type { ConceptFile } from '../concepts/read-topics.ts';
import { isTransform } from '../concepts/verdict.ts';
import { readFalVocabulary, readModalVocabulary } from '../concepts/vocabulary.ts';

/** The folder of this package: above the source, or above the built program. */
export const packageFolder = folderWith('content/sdk/modal.json');

function folderWith(file: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder;
    if (folder === dirname(folder))
      throw new Error(`\`${file}\` is missing from this package; install it again.`);
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The SDK inventories and the transforms of this package. */
export function loadContext(): Context {
  const json = (name: string): unknown => readJson(join(packageFolder, 'content/sdk', name));
  return {
    modal: readModalVocabulary(json('modal.json'), json('modal-history.json')),
    fal: readFalVocabulary(json('fal.json')),
    transforms: transformIds(),
  };
}

/** Ids that have a transform: from its source where that is here, else from the rules that were made from it. */
function transformIds(): ReadonlySet<string> {
  const folder = join(packageFolder, 'src/convert/concepts');
  if (!existsSync(folder)) return new Set(emittedTransforms());
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const transforms = names.filter((name) => isTransform(readFileSync(join(folder, name), 'utf8')));
  return new Set(transforms.map((name) => name.replace(/\.ts$/, '')));
}

function emittedTransforms(): string[] {
  const text = readFileSync(join(packageFolder, 'rules/rules.json'), 'utf8');
  const { rules } = JSON.parse(text) as { rules: { id: string; rewrite?: { kind: string } }[] };
  return rules.filter(({ rewrite }) => rewrite?.kind === 'transform').map(({ id }) => id);
}

/** The concept files of a content folder, or of a folder of concept files. */
export function loadConcepts(content: string): ConceptFile[] {
  const inside = join(content, 'concepts');
  const folder = existsSync(inside) ? inside : content;
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort();
  return names.map((name) => ({
    file: shownPath(join(folder, name)),
    // Positions are those of a text without a BOM and with `\n`, as markdown is read.
    text: readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, ''),
  }));
}

/** From the root of the package, wherever this runs; from here for other content. */
function shownPath(path: string): string {
  const inside = relative(packageFolder, path);
  return (inside.startsWith('..') ? relative(process.cwd(), path) : inside).replaceAll('\\', '/');
}

/** The address under which the guide is published. */
export function homepage(): string {
  const meta = readJson(join(packageFolder, 'package.json'));
  const known =
    typeof meta === 'object' && meta !== null && 'homepage' in meta ? meta.homepage : '';
  if (typeof known !== 'string' || known === '') throw new Error('package.json has no homepage');
  return known;
}
