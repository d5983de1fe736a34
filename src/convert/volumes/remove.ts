import { truthOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { CallSite } from '../../program/units.ts';
import { differs } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';
import { placeOf } from './place.ts';
import { argumentOf, volumeSite } from './site.ts';

/** `volume.remove_file(path)` → `os.remove`, `shutil.rmtree`, or `FalFileSystem().rm` where `/data` is not. */
export function removed(context: CallContext, use: CallSite): Part | undefined {
  const site = volumeSite(context, use);
  const path = site && argumentOf(site.call, 'path', 0);
  if (!site || !path) return undefined;
  const { names, scope, call, onRunner } = site;
  const recursive = argumentOf(call, 'recursive', 1);
  const deep = recursive ? truthOf(constantAt({ names, scope, expr: recursive })) : false;
  if (deep === undefined) return undefined;
  const remover = onRunner ? (deep ? 'shutil.rmtree' : 'os.remove') : 'FalFileSystem().rm';
  const message = onRunner
    ? deep
      ? '`shutil.rmtree` removes a directory: a path that is a file is an error'
      : 'the file goes from the directory, for every app of the account'
    : '`fal.files` removes directories too, with the key of who runs the program';
  return {
    edits: [
      {
        span: site.whole.parens ?? site.whole.span,
        text: `${remover}(${placeOf(site, path).code})`,
      },
    ],
    needs: [
      onRunner
        ? { module: deep ? 'shutil' : 'os' }
        : { module: 'fal.files', name: 'FalFileSystem' },
    ],
    reasons: [differs(context, use, message)],
  };
}
