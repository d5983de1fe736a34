import { commandValues, isPlaceholder, secretValues } from '../../lint/mask.ts';
import type { Program } from '../../program/program.ts';
import type { Source } from '../files/read.ts';

/** Shorter values are found only where a command sets them: elsewhere they are any word. */
const SHORTEST = 4;

/** Puts stars in the place of the values of secrets, wherever a text has them. */
export class Hider {
  private readonly values: readonly RegExp[];

  constructor(programs: readonly Program[], texts: readonly Source[]) {
    const found = [
      ...programs.flatMap(({ files }) => files.flatMap((file) => secretValues(file))),
      ...texts.flatMap(({ text, language }) => commandValues(text, language)),
    ];
    const lines = found.flatMap((value) => value.split(/\r?\n/)).map((line) => line.trim());
    this.values = [...new Set(lines)]
      .filter(({ length }) => length >= SHORTEST)
      .toSorted((a, b) => b.length - a.length)
      .map(asWord);
  }

  /** Whether a text has something to hide. */
  holds(text: string): boolean {
    return this.hide(text) !== text;
  }

  /** The text with as many stars as there were signs. A value is hidden where it is a word: `secret` is no part of `secrets`. */
  hide(text: string): string {
    const shown = this.values.reduce((all, value) => all.replace(value, stars), text);
    return shown.replace(SET, (command) =>
      command.replace(PAIR, (_, name: string, value: string) => name + stars(value)),
    );
  }
}

/** A value as a word of its own; the `n` of a `\n` before it, as JSON has them, is none of its letters. */
function asWord(value: string): RegExp {
  const before = /^\w/.test(value) ? '(?:(?<!\\w)|(?<=\\\\[bfnrt]))' : '';
  const after = /\w$/.test(value) ? '(?!\\w)' : '';
  return new RegExp(before + value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') + after, 'g');
}

/** `fal secrets set A=b C=d`, up to the end of the command. */
const SET = /\bsecrets?[ \t]+(?:set|create)[ \t][^\n;&|`]*/g;
const PAIR = /(\b\w+=)("[^"\n]*"|'[^'\n]*'|[^\s"']+)/g;

function stars(value: string): string {
  return isPlaceholder(value) ? value : value.replace(/[^"'\n]/g, '*');
}
