import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { isUnknown } from '../../python/place.ts';
import { needsImage } from '../mounts/links.ts';
import { processMessages } from '../mounts/mount-message.ts';
import { RESERVED } from '../endpoints/reserved.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import type { Place } from '../written/place.ts';
import { appFiles } from './app-files.ts';
import { methodOf } from './call.ts';
import { guardsOf, type Guard } from './conditions.ts';
import { containerPart } from './container-part.ts';
import type { ImageLayer } from './layer.ts';
import { mustStay } from './moved-files.ts';
import { plainPart } from './plain-part.ts';
import { about, type RuledLayer } from './ruled.ts';
import type { Item } from './template.ts';
import { missingReasons, surroundingsOf } from './surroundings.ts';

/** What the rest of an image, or the start of a unit, depends on too. */
const ONCE = /\.(?:run_function|uv_sync|workdir|from_dockerfile)$/;

/**
 * What the layers of a unit's image become: `requirements` where only packages are installed, else a `ContainerImage`, which can lay
 * a module where imports look for it, wherever it lies in the tree, and a link where a volume was mounted.
 */
export function imagePart(context: UnitContext, layers: readonly RuledLayer[]): Part {
  const isList = layers.every(({ requirements }) => requirements !== undefined);
  const isPlain = isList && (layers[0]?.within?.length ?? 0) === 0 && isEnough(context, layers);
  const part = isPlain
    ? plainPart(context, layers)
    : containerPart(context, withoutRepeats(layers));
  return {
    ...part,
    reasons: [
      ...layers.flatMap((layer) => layer.reasons ?? []),
      ...missingReasons(context, layers, isPlain),
      ...processReasons(context, layers, isPlain),
      ...(part.reasons ?? []),
    ],
  };
}

/** What is copied is not copied again right behind: a module that the program names, and that a unit imports while it runs. */
function withoutRepeats(layers: readonly RuledLayer[]): RuledLayer[] {
  const copied = new Set<Item>();
  return layers.map((layer) => ({
    ...layer,
    dockerfile: layer.dockerfile.filter((item) => {
      if (copied.has(item)) return false;
      if (typeof item === 'string' && item.startsWith('COPY ')) copied.add(item);
      else copied.clear();
      return true;
    }),
  }));
}

/** What the image does for volumes that other programs may use. */
function processReasons(
  context: UnitContext,
  [base]: readonly RuledLayer[],
  isPlain: boolean,
): Reason[] {
  if (!base || !context.unit.settings.has('image')) return [];
  return processMessages(context, isPlain).map((text) => about(base, 'rewrite-unsafe', text));
}

/** Whether a list of packages will do: imports find all modules that are uploaded as files, and paths lead where they have to. */
function isEnough(context: UnitContext, layers: readonly RuledLayer[]): boolean {
  const { style, unit } = context;
  const files = layers.flatMap((layer) => layer.files ?? []);
  const { lost, moved } = appFiles(files, surroundingsOf(context), style, () => Infinity);
  if (lost.length > 0) return false;
  // What a unit without an image mounts can only be uploaded.
  return !unit.settings.has('image') || !(needsImage(context) || mustStay(context, moved));
}

/** A layer as its own concept converts it. */
export function convertLayer(context: UnitContext, call: LayerCall, span: Span): RuledLayer {
  const owner = context.ownerOf({ symbol: call.symbol, role: 'call' }) ?? context.rule;
  const transform = context.transforms.get(owner.id)?.layer;
  const rule = owner.id;
  const found = guardsOf(call.conditions ?? [], placeOf(context));
  if (isUnknown(found) || (call.when !== undefined && ONCE.test(call.symbol.name))) {
    const message = `\`${call.when ?? ''}\` decides whether \`${methodOf(call)}\` is part of the image: write what it does into the converted image, or leave it out`;
    const reasons: Reason[] = [{ rule, verdict: 'manual', message, span }];
    return { requirements: [], dockerfile: [], rule, span, reasons };
  }
  if (transform) {
    const { guards, place } = found;
    const layer: ImageLayer = transform(call, place);
    const reasons = layer.reasons?.map((reason) => ({ ...reason, span }));
    const whole = { ...layer, rule, span, ...(reasons && { reasons }) };
    return guards.length === 0 ? whole : { ...withoutLists(whole, guards), within: guards };
  }
  const message = /\.from_(?:id|name)$/.test(call.symbol.name)
    ? `\`${methodOf(call)}\` names an image that Modal has built: write a Dockerfile for it`
    : `\`${methodOf(call)}\` has no Dockerfile line: write what it does into the converted image`;
  return { dockerfile: [], rule, span, reasons: [{ rule, verdict: 'manual', message, span }] };
}

/** What an app without a Dockerfile cannot say: files that a condition brings, packages of a loop. */
function withoutLists(layer: RuledLayer, guards: readonly Guard[]): RuledLayer {
  const isList = guards.every(({ kind }) => kind === 'if') && (layer.files?.length ?? 0) === 0;
  if (isList || layer.requirements === undefined) return layer;
  const { requirements: _requirements, ...rest } = layer;
  return rest;
}

/** The image is written into the class, or into the decorator of the function. */
export function placeOf({ unit }: UnitContext): Place {
  const { names } = unit.file;
  const { stmt } = unit;
  const own = stmt.kind === 'class' ? names.scopes.inside(stmt).bindings.keys() : [];
  const hidden = new Set(stmt.kind === 'class' ? [...own, ...RESERVED, 'keep_alive'] : []);
  return { names, at: stmt.span.start, hidden };
}
