import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import { contains } from '../../python/walk.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';

/** A library that is documented to read fixed variables by itself, and how people call the secret that holds them. */
interface Library {
  readonly modules: readonly string[];
  readonly variables: readonly string[];
  /** Words of a secret's name that speak of it. */
  readonly words: readonly string[];
}

const LIBRARIES: readonly Library[] = [
  {
    modules: [
      'huggingface_hub',
      'transformers',
      'diffusers',
      'datasets',
      'sentence_transformers',
      'peft',
      'trl',
      'accelerate',
      'vllm',
      'sglang',
      'tokenizers',
    ],
    variables: ['HF_TOKEN'],
    words: ['hf', 'huggingface', 'hugging'],
  },
  { modules: ['wandb'], variables: ['WANDB_API_KEY'], words: ['wandb'] },
  {
    modules: ['openai', 'langchain_openai'],
    variables: ['OPENAI_API_KEY'],
    words: ['openai'],
  },
  {
    modules: ['anthropic', 'langchain_anthropic'],
    variables: ['ANTHROPIC_API_KEY'],
    words: ['anthropic', 'claude'],
  },
  { modules: ['cohere', 'langchain_cohere'], variables: ['CO_API_KEY'], words: ['cohere'] },
  { modules: ['replicate'], variables: ['REPLICATE_API_TOKEN'], words: ['replicate'] },
  { modules: ['groq', 'langchain_groq'], variables: ['GROQ_API_KEY'], words: ['groq'] },
  { modules: ['pinecone'], variables: ['PINECONE_API_KEY'], words: ['pinecone'] },
  { modules: ['together'], variables: ['TOGETHER_API_KEY'], words: ['together'] },
  {
    modules: ['google.generativeai', 'langchain_google_genai'],
    variables: ['GOOGLE_API_KEY'],
    words: ['google', 'gemini'],
  },
  {
    modules: ['boto3', 'botocore', 'aioboto3', 's3fs'],
    variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    words: ['aws', 's3', 'boto3'],
  },
];

/** The words of a secret's name: `my-hf_token` → `my`, `hf`, `token`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/** Variables that libraries of a unit read by themselves, of those that the name of one of its secrets speaks of. */
export function libraryReads(program: Program, unit: Unit, secrets: readonly string[]): string[] {
  const words = new Set(secrets.flatMap(wordsOf));
  const spoken = LIBRARIES.filter((library) => library.words.some((word) => words.has(word)));
  return spoken.length === 0 ? [] : readBy(modulesOf(program, unit), spoken);
}

/** Variables that libraries read by themselves in parts of a file, whatever holds them. */
export function librariesWithin(names: Names, parts: readonly Span[]): string[] {
  const used = parts.flatMap((span) => mentionsIn(names, span, []));
  return [...new Set(readBy(used, LIBRARIES))];
}

function readBy(used: readonly string[], libraries: readonly Library[]): string[] {
  const isUsed = (module: string): boolean =>
    used.some((name) => name === module || name.startsWith(`${module}.`));
  return libraries
    .filter(({ modules }) => modules.some(isUsed))
    .flatMap(({ variables }) => variables);
}

/** What the code of a unit imports or mentions, by its dotted name. */
function modulesOf(program: Program, unit: Unit): string[] {
  const skipped = decoratorSpans(unit);
  const own = mentionsIn(unit.file.names, unit.stmt.span, skipped);
  return [
    ...own,
    ...reachOf(program, unit).flatMap(({ names, stmt }) => mentionsIn(names, stmt.span, [])),
  ];
}

function mentionsIn(names: Names, within: Span, skipped: readonly Span[]): string[] {
  const isIn = (span: Span): boolean => !skipped.some((other) => contains(other, span));
  const mentioned = exprsWithin(names, within).flatMap(({ expr, scope }) => {
    if (expr.kind !== 'name' || !isIn(expr.span)) return [];
    return externalName(names, expr, scope) ?? [];
  });
  const imported = stmtsWithin(names, within).flatMap((stmt) => {
    if (!isIn(stmt.span)) return [];
    if (stmt.kind === 'import') return stmt.names.map(({ module }) => module);
    return stmt.kind === 'import-from' && stmt.level === 0 ? [stmt.module] : [];
  });
  // A module of the tree may have a library's name.
  return [...mentioned, ...imported].filter(
    (name) => names.open(name.split('.')[0] ?? name, 0) === undefined,
  );
}
