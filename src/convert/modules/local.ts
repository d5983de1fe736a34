import { readImage } from '../../program/image.ts';
import type { Unit } from '../../program/units.ts';
import { appFiles } from '../dockerfile/app-files.ts';
import { surroundingsOf } from '../dockerfile/surroundings.ts';
import type { FalSetting, Need, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { lateModules, lateReason } from './late.ts';
import { neededModules } from './needed.ts';

type Context = Omit<UnitContext, 'rule' | 'collected'>;

interface LocalModules {
  readonly settings: readonly FalSetting[];
  readonly needs: readonly Need[];
  readonly reasons: readonly Reason[];
}

const NAMED = 'local_python_modules';
const NOTHING: LocalModules = { settings: [], needs: [], reasons: [] };

/**
 * Modules of the tree that a unit's code needs: fal pickles the unit's own file by value, and others only where they are named;
 * Modal mounted them by itself before 1.0, and a package's own files ever since. A runner unpickles the code before it looks into
 * `/app` or its working directory (`_apply_runtime_config` of the SDK), so what lies there serves only what is imported later.
 */
export function localModules(
  context: Context,
  settings: readonly FalSetting[],
  rule: string,
): LocalModules {
  const { program, unit, style } = context;
  if (unit.kind === 'entrypoint') return NOTHING;
  const { named } = neededModules(program, unit);
  const isNamed = settings.some(({ name }) => name === NAMED);
  const items = isNamed
    ? []
    : [...named].sort().map((module) => `${style.quote}${module}${style.quote}`);
  const late = lateFiles(context, rule);
  return {
    settings: [
      ...(items.length === 0 ? [] : [{ name: NAMED, value: `[${items.join(', ')}]` }]),
      ...late.settings,
    ],
    needs: late.needs,
    reasons: [...late.reasons, ...twice(context, rule)],
  };
}

/** What is imported while the unit runs, where no image brings it. */
function lateFiles(context: Context, rule: string): LocalModules {
  const { unit, style } = context;
  const { files, left } = lateModules(context);
  const reasons = left.map((module) => lateReason(unit, rule, module));
  if (hasFiles(unit) === undefined) {
    const lost = files.map(({ module: name = '' }) =>
      lateReason(unit, rule, { name, span: unit.stmt.nameSpan }),
    );
    return { ...NOTHING, reasons: [...reasons, ...lost] };
  }
  if (hasFiles(unit) === true) return { ...NOTHING, reasons };
  const { settings, lost, usesPath } = appFiles(
    files,
    surroundingsOf(context),
    style,
    () => Infinity,
  );
  return {
    settings,
    needs: usesPath ? [{ module: 'pathlib', name: 'Path' }] : [],
    reasons: [
      ...reasons,
      ...lost.map((name) => lateReason(unit, rule, { name, span: unit.stmt.nameSpan })),
    ],
  };
}

/** Whether the image or the mounts of a unit take care of its files; `undefined` where the image is not known. */
function hasFiles({ settings }: Unit): boolean | undefined {
  const image = settings.get('image');
  if (!image) return settings.has('mounts');
  return readImage(image.names, image.value, image.scope).known || undefined;
}

/** A module that is pickled and lies on the runner as well is two modules there. */
function twice(context: Context, rule: string): Reason[] {
  const { program, unit } = context;
  const { named } = neededModules(program, unit);
  const { files } = lateModules(context);
  return files.flatMap(({ module = '' }) => {
    if (!named.has(module)) return [];
    const message = `\`${module}\` is pickled with \`${unit.name}\`, and lies on the runner for what is imported while it runs: the two share no state`;
    return [{ rule, verdict: 'rewrite-unsafe', message, span: unit.stmt.nameSpan }];
  });
}
