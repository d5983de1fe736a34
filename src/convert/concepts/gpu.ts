import type { Setting } from '../../program/units.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { mergeParts } from '../parts.ts';
import { gpuObjectPart } from '../machines/gpu-object.ts';
import { environmentGpu } from '../machines/gpu-table.ts';
import { gpuRequest, type GpuSpec } from '../machines/gpus.ts';
import { listed, pythonString, pythonStrings } from '../settings/literals.ts';
import { gpuFit, type GpuFit } from '../machines/machines.ts';
import { only, reason, written } from '../settings/reasons.ts';

/** `gpu="H100:2"` → `machine_type = "GPU-H100"`, `num_gpus = 2`. */
export function setting(context: UnitContext, setting: Setting): Part {
  const request = gpuRequest({ ...setting, expr: setting.value });
  if ('unknown' in request) {
    const looked = environmentGpu(context, setting);
    if (looked) return looked;
    const message = `\`${written(setting)}\` is ${request.unknown}: write the \`machine_type\` that it stands for`;
    return only(context, setting, 'manual', message);
  }
  if (request.kind === 'none') return {};
  return request.kind === 'one'
    ? single(context, setting, request.spec)
    : several(context, setting, request.specs);
}

function single(context: UnitContext, setting: Setting, spec: GpuSpec): Part {
  const fit = gpuFit(spec.type, context.options);
  const machine = !fit || fit.kind === 'none' ? undefined : fit.machine;
  return mergeParts([
    machineOf(context, setting, spec, fit),
    gpuObjectPart(context, setting, spec, machine),
  ]);
}

function machineOf(
  context: UnitContext,
  setting: Setting,
  spec: GpuSpec,
  fit: GpuFit | undefined,
): Part {
  if (!fit || fit.kind === 'none') {
    return only(context, setting, 'manual', missing(spec, fit));
  }
  const { quote } = context.style;
  const settings = [
    { name: 'machine_type', value: pythonString(fit.machine, quote) },
    ...count(spec.count),
  ];
  if (fit.kind === 'exact') return { settings };
  return {
    settings,
    reasons: [reason(context, 'rewrite-unsafe', fit.why, setting.value.span)],
  };
}

function missing({ type, text }: GpuSpec, fit: GpuFit | undefined): string {
  if (fit?.kind !== 'none') return `\`${text}\` is no GPU that fal lists: set \`machine_type\``;
  const { nearest, why } = fit;
  const none =
    type === 'ANY' ? `fal does not choose a GPU as \`${text}\` does` : `fal has no \`${type}\``;
  return `${none}; the nearest is \`${nearest}\` (${why}): choose a \`machine_type\`, or one for all by \`machine-types\``;
}

function count(of: number): FalSetting[] {
  return of === 1 ? [] : [{ name: 'num_gpus', value: String(of) }];
}

/** Modal takes the first of a list that is free, and so does fal; but fal has one count for all. */
function several(
  context: UnitContext,
  setting: Setting,
  specs: readonly (GpuSpec | undefined)[],
): Part {
  const found = specs.map((spec) => ({
    spec,
    fit: spec && gpuFit(spec.type, context.options),
  }));
  const kept = found.flatMap(({ spec, fit }) =>
    spec && fit && fit.kind !== 'none' ? [{ spec, fit }] : [],
  );
  const [first] = kept;
  if (!first) {
    if (specs.length === 0) return {};
    const message = `fal has none of the GPUs of \`${written(setting)}\`: set \`machine_type\``;
    return only(context, setting, 'manual', message);
  }
  if (kept.some(({ spec }) => spec.count !== first.spec.count)) {
    const message = `\`${written(setting)}\` asks for different counts, and fal has one \`num_gpus\` for all machine types: set \`machine_type\` and \`num_gpus\``;
    return only(context, setting, 'manual', message);
  }
  const machines = [...new Set(kept.map(({ fit }) => fit.machine))];
  const { quote } = context.style;
  const value =
    machines.length === 1 ? pythonString(first.fit.machine, quote) : pythonStrings(machines, quote);
  const near = new Set(kept.flatMap(({ fit }) => (fit.kind === 'near' ? [fit.why] : [])));
  const reasons: Reason[] = [...near].map((why) =>
    reason(context, 'rewrite-unsafe', why, setting.value.span),
  );
  const gone = found.filter(({ fit }) => !fit || fit.kind === 'none');
  if (gone.length > 0) {
    const names = listed(gone.map(({ spec }) => spec?.text ?? 'None'));
    const message = `fal has no machine type for ${names}, so fewer kinds of runners are tried`;
    reasons.push(reason(context, 'rewrite-unsafe', message, setting.value.span));
  }
  return { settings: [{ name: 'machine_type', value }, ...count(first.spec.count)], reasons };
}
