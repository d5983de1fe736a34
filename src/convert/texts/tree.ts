import type { Program, ProgramFile } from '../../program/program.ts';
import type { Tree } from '../../text/find-file.ts';
import { falUnits } from '../fal-units.ts';
import { importsFrom } from '../modules/imports-from.ts';

/** The files of a program as commands look for them. */
export function treeOf({ files }: Program): Tree<ProgramFile> {
  return { files, holds, brings };
}

function holds({ names, uses }: ProgramFile): boolean {
  return uses.length > 0 || falUnits(names).length > 0;
}

function brings({ names }: ProgramFile): boolean {
  return importsFrom(names).files().length > 0;
}
