import type { Changes } from './changes.ts';
import { canRepeat } from './changes.ts';
import type { Command, Word } from './command.ts';
import { isRefusal, manual } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { AppNames, DeployTargets } from './targets.ts';

/** They take the name of an app first. */
const OF_APP = new Set(['modal app stop', 'modal app history', 'modal app rollover']);

const DEPLOYS = /^modal (?:app )?(?:deploy|serve)$/;
/** How a page says that the reader has a file of their own. */
const SAMPLE = /(?:^|[/_-])(?:your|my)[_-]|\bpath\/to\//i;

/** What a command becomes where the whole tree is known: a file that is not in it is not named to fal, and an app has its names there. */
export function inTree(
  command: Command,
  outcome: Outcome,
  targets: DeployTargets,
  apps: AppNames,
): Outcome {
  const { target, name } = command;
  const isLost = target?.literal === true && !targets.has(target.path) && !SAMPLE.test(target.path);
  if (isLost && DEPLOYS.test(name) && !isRefusal(outcome)) {
    return manual(
      `None of these files is surely \`${target.path}\`: name one with its path, and a \`fal.App\` or function of it behind \`::\`.`,
    );
  }
  return withAppNames(command, outcome, apps);
}

/** What a command about a deployed app becomes, with the names that the app has on fal: a line for each. */
function withAppNames(command: Command, outcome: Outcome, apps: AppNames): Outcome {
  const [word] = command.positionals;
  if (isRefusal(outcome) || !OF_APP.has(command.name) || !word || !isName(word)) return outcome;
  const app = apps.get(word.text);
  if (app === undefined) {
    return manual(
      `\`${word.text}\` is no app of these files: take its name on fal from \`fal apps list\`.`,
    );
  }
  const { names, onModal } = app;
  if (onModal) return manual(`Some of \`${word.text}\` is still on Modal: convert that first.`);
  if (names.length === 0) {
    return manual(
      `What was \`${word.text}\` is called from Python and not deployed on fal: leave the command out.`,
    );
  }
  if (names.length > 1 && !canRepeat(command)) {
    const all = names.map((name) => `\`${name}\``).join(', ');
    return manual(`\`${word.text}\` is ${names.length} apps on fal: name one of ${all}.`);
  }
  const [line] = outcome.lines;
  const lines = names.map((name): Changes => {
    const changes: Changes = new Map(line);
    return name === word.text ? changes : changes.set(word, [name]);
  });
  return { ...outcome, lines };
}

/** A variable or a hole is whatever name is put there. */
function isName({ text, literal }: Word): boolean {
  return literal && /^[\w.-]+$/.test(text);
}
