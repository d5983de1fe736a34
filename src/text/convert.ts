import type { Verdict } from '../model/rule.ts';
import type { Edit } from '../model/span.ts';
import { editsOf } from './changes.ts';
import type { Changes } from './changes.ts';
import type { Command, Word } from './command.ts';
import { convertDeploy, convertServe } from './convert-program.ts';
import { convertRun } from './convert-run.ts';
import { convertSimple } from './convert-simple.ts';
import { convertStorage } from './convert-storage.ts';
import { isRefusal, manual } from './outcome.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { inTree } from './convert-app.ts';
import type { AppNames, DeployTargets } from './targets.ts';

/** What a command becomes. */
export interface Conversion {
  /** None where a person must act. */
  readonly edits: readonly Edit[];
  readonly verdict: Verdict;
  /** Why it is not a plain rewrite, in one sentence. */
  readonly reason?: string;
  /** What a person must do, in one sentence, for a mark above the command. */
  readonly todo?: string;
}

/** What a command becomes, or why it stays. */
export function outcomeOf(command: Command, targets: DeployTargets, apps?: AppNames): Outcome {
  const outcome = prefixRefusal(command) ?? outcomeByName(command, targets);
  return apps ? inTree(command, outcome, targets, apps) : outcome;
}

/** Converts one `modal` command line to `fal`; without `apps` nobody knows what apps are called on fal. */
export function convertCommand(
  command: Command,
  targets: DeployTargets,
  apps?: AppNames,
): Conversion {
  const outcome = outcomeOf(command, targets, apps);
  if (isRefusal(outcome)) return refused(outcome);
  const { reasons } = outcome;
  const lines = outcome.lines.map((changes) => withPrefix(command, changes));
  if (
    lines.length > 1 ? command.holding.size > 0 : lines.some((line) => movesOther(command, line))
  ) {
    return refused(
      manual('Another `modal` command stands inside this one: convert that one first.'),
    );
  }
  const edits = editsOf(command, lines);
  if (reasons.length === 0) return { edits, verdict: 'rewrite' };
  return { edits, verdict: 'rewrite-unsafe', reason: [...new Set(reasons)].join(' ') };
}

function refused({ verdict, reason }: Refusal): Conversion {
  return { edits: [], verdict, reason, todo: reason };
}

/** Whether a word changes that holds another command. */
function movesOther({ holding }: Command, changes: Changes): boolean {
  return [...holding].some((word) => changes.has(word));
}

function outcomeByName(command: Command, targets: DeployTargets): Outcome {
  switch (command.name) {
    case 'modal deploy':
    case 'modal app deploy':
      return convertDeploy(command, targets);
    case 'modal serve':
      return convertServe(command, targets);
    case 'modal run':
    case 'modal app run':
      return convertRun(command, targets);
    default:
      return convertStorage(command) ?? convertSimple(command);
  }
}

/** `MODAL_TOKEN_SECRET=… modal …` cannot be carried over, whatever the command. */
function prefixRefusal(command: Command): Outcome | undefined {
  const found = command.prefix.find((word) => /^MODAL_(?:TOKEN|PROFILE)/u.test(word.text));
  if (found === undefined) return undefined;
  const name = found.text.slice(0, Math.max(found.text.indexOf('='), 0));
  return {
    verdict: 'manual',
    reason: `\`${name}\` means nothing to fal, which reads its key from \`FAL_KEY\` (made by \`fal keys create --scope ADMIN\`).`,
  };
}

/** What leads the command: `uv run --with modal` asks for fal, `MODAL_ENVIRONMENT` has a twin. */
function withPrefix(command: Command, changes: Changes): Changes {
  const all = new Map(changes);
  for (const [index, word] of command.prefix.entries()) {
    if (all.has(word)) continue;
    const text = prefixWord(word, command.prefix[index - 1]);
    if (text !== word.raw) all.set(word, [text]);
  }
  return all;
}

function prefixWord(word: Word, previous: Word | undefined): string {
  if (word.text.startsWith('MODAL_ENVIRONMENT=')) {
    return word.raw.replace('MODAL_ENVIRONMENT=', 'FAL_ENV=');
  }
  const asks = /^--(?:with|from|spec)$/u.test(previous?.text ?? '');
  const inside = /^--(?:with|from|spec)=/u.test(word.text);
  if (!asks && !inside) return word.raw;
  const [, lead = '', list = ''] = /^(["']?(?:--\w+=)?["']?)(.*)$/su.exec(word.raw) ?? [];
  return lead + list.replace(/(^|,)modal(?:-client)?(?=$|[\s,"'=<>~!@[])[^,"']*/gu, '$1fal');
}
