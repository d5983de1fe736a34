import fc from 'fast-check';
import { layouts, Writer, type Layout } from './layout.ts';
import {
  bases,
  bodies,
  bystanders,
  decoratorKeywords,
  layers,
  modalBodies,
  params,
  type Piece,
} from './parts.ts';

/** A generated program, and the chunks of it that no conversion may touch. */
export interface Generated {
  readonly source: string;
  /** In the order of the text, each to the byte. */
  readonly kept: readonly string[];
}

/** A block at the top level. */
type Block =
  | { readonly kind: 'modal'; readonly lines: readonly string[] }
  | { readonly kind: 'kept'; readonly lines: readonly string[] };

interface UnitShape {
  readonly keywords: readonly Piece<string>[];
  readonly params: string;
  readonly body: readonly string[];
  readonly modal: readonly Piece<(callee: string) => string[]>[];
  readonly async: boolean;
  readonly annotated: boolean;
}

const units: fc.Arbitrary<UnitShape> = fc.record({
  keywords: decoratorKeywords,
  params,
  body: bodies,
  modal: fc.array(modalBodies, { maxLength: 2 }),
  async: fc.boolean(),
  annotated: fc.boolean(),
});

type UnitKind = 'function' | 'fastapi' | 'asgi' | 'server' | 'class' | 'webclass' | 'entrypoint';

interface ProgramShape {
  readonly layout: Layout;
  readonly image: { readonly base: Piece<string>; readonly layers: readonly Piece<string>[] };
  readonly units: readonly (readonly [UnitKind, UnitShape])[];
  readonly bystanders: readonly (readonly string[])[];
  readonly extras: { readonly imports: boolean; readonly main: boolean; readonly future: boolean };
}

const shapes: fc.Arbitrary<ProgramShape> = fc.record({
  layout: layouts,
  image: fc.record({ base: bases, layers: fc.array(layers, { maxLength: 4 }) }),
  units: fc.array(
    fc.tuple(
      fc.constantFrom<UnitKind>(
        ...(['function', 'function', 'fastapi', 'asgi', 'server', 'class'] as const),
        ...(['class', 'webclass', 'entrypoint'] as const),
      ),
      units,
    ),
    { minLength: 1, maxLength: 4 },
  ),
  bystanders: fc.array(bystanders, { maxLength: 4 }),
  extras: fc.record({ imports: fc.boolean(), main: fc.boolean(), future: fc.boolean() }),
});

/** Whole Modal programs of all constructs, in all layouts. */
export const programs: fc.Arbitrary<Generated> = shapes.map(written);

function written(shape: ProgramShape): Generated {
  const { layout, extras } = shape;
  const writer = new Writer(layout);
  const unitBlocks = shape.units.map(([kind, unit], index) => unitBlock(writer, kind, unit, index));
  const objects = objectLines(writer, shape);
  const blocks: Block[] = [
    { kind: 'modal', lines: objects },
    ...interleaved(unitBlocks, shape.bystanders.map(keptBlock)),
    ...(extras.main ? [mainBlock(writer)] : []),
  ];
  const head = [
    ...(extras.future ? ['from __future__ import annotations', ''] : []),
    'import os',
    'from pathlib import Path',
    '',
    ...writer.imports(),
    ...(layout.semicolons ? ['import sys; import json'] : []),
  ];
  const all: Block[] = [{ kind: 'modal', lines: head }, ...blocks];
  const gap = Array<string>(layout.gap).fill('');
  const text = all.map(({ lines }) => [...lines, ...gap].join('\n')).join('\n');
  const ended = layout.lastNewline ? `${text}\n` : text.trimEnd();
  const eol = (part: string): string => part.replace(/\n/g, layout.newline);
  const kept = all.flatMap(({ kind, lines }) =>
    kind === 'kept' ? [eol(lines.join('\n').trimEnd())] : [],
  );
  return { source: eol(ended), kept };
}

function keptBlock(lines: readonly string[]): Block {
  return { kind: 'kept', lines };
}

function interleaved(a: readonly Block[], b: readonly Block[]): Block[] {
  const longest = Math.max(a.length, b.length);
  return Array.from({ length: longest }, (_, i) => [
    ...(b[i] ? [b[i]] : []),
    ...(a[i] ? [a[i]] : []),
  ]).flat();
}

function objectLines(writer: Writer, { image, extras, layout }: ProgramShape): string[] {
  const chain = [image.base, ...image.layers].map((piece) => piece(writer));
  const [base = '', ...rest] = chain;
  const made = layout.tall
    ? ['image = (', ...writer.deeper(chain), ')']
    : [`image = ${base}`, ...rest.map((layer) => `image = image${layer}`)];
  const imports = [
    'with image.imports():',
    ...writer.deeper(['import numpy', 'from torch import nn']),
  ];
  return [
    'MINUTES = 60',
    'COUNT = 2',
    `KIND = ${writer.text('H100')}`,
    `GPU = ${writer.text('A100')}`,
    `PACKAGES = [${writer.text('torch')}, ${writer.text('pillow')}]`,
    'VOLUME_PATH = "/models"',
    'options = dict(cpu=1)',
    `${layout.app} = ${writer.sdk('App')}(${writer.text('my-app')})`,
    `volume = ${writer.sdk('Volume')}.from_name(${writer.text('vol')}, create_if_missing=True)`,
    `secret = ${writer.sdk('Secret')}.from_name(${writer.text('hf')})`,
    'def download(): pass',
    ...made,
    ...(extras.imports ? imports : []),
  ];
}

function unitBlock(writer: Writer, kind: UnitKind, unit: UnitShape, index: number): Block {
  const lines =
    kind === 'class' || kind === 'webclass'
      ? classLines(writer, kind, unit, index)
      : functionLines(writer, kind, unit, index);
  return { kind: 'modal', lines };
}

/** Each keyword once: the last of a name wins in Python's eyes, and twice is no Python. */
function keywordsOf(writer: Writer, { keywords }: UnitShape): string[] {
  const texts = new Map<string, string>();
  for (const piece of keywords) {
    const text = piece(writer);
    const name = today(text.split('=')[0] ?? text);
    if (!texts.has(name)) texts.set(name, text);
  }
  const all = [...texts.values()];
  return [
    ...all.filter((text) => !text.startsWith('**')),
    ...all.filter((text) => text.startsWith('**')),
  ];
}

function today(name: string): string {
  const names: Readonly<Record<string, string>> = {
    keep_warm: 'min_containers',
    concurrency_limit: 'max_containers',
    container_idle_timeout: 'scaledown_window',
    '**options': 'cpu',
  };
  return names[name] ?? name;
}

function bodyOf(writer: Writer, { body, modal }: UnitShape, callee: string): string[] {
  const lines = [...body, ...modal.flatMap((piece) => piece(writer)(callee))];
  return writer.deeper(lines.length > 0 ? lines : ['pass']);
}

function functionLines(writer: Writer, kind: UnitKind, unit: UnitShape, index: number): string[] {
  const { app } = writer.layout;
  const name = kind === 'entrypoint' ? `main${index}` : `unit${index}`;
  const keywords = kind === 'entrypoint' ? [] : keywordsOf(writer, unit);
  const decorator = kind === 'entrypoint' ? 'local_entrypoint' : 'function';
  const inner = innerDecorator(writer, kind);
  const own = kind === 'asgi' || kind === 'server' ? '' : unit.params;
  const def = `${unit.async && kind !== 'server' ? 'async ' : ''}def ${name}(${own})${unit.annotated ? ' -> None' : ''}:`;
  const last =
    kind === 'asgi' ? writer.deeper(['from fastapi import FastAPI', 'return FastAPI()']) : [];
  return [
    ...writer.decorator(`${app}.${decorator}`, keywords),
    ...inner,
    def,
    ...bodyOf(writer, unit, `unit${Math.max(0, index - 1)}`),
    ...last,
  ];
}

function innerDecorator(writer: Writer, kind: UnitKind): string[] {
  if (kind === 'fastapi')
    return writer.decorator(writer.sdk('fastapi_endpoint'), [`method=${writer.text('POST')}`]);
  if (kind === 'asgi') {
    return [
      ...writer.decorator(writer.sdk('concurrent'), ['max_inputs=10']),
      ...writer.decorator(writer.sdk('asgi_app'), []),
    ];
  }
  return kind === 'server' ? writer.decorator(writer.sdk('web_server'), ['8000']) : [];
}

function classLines(writer: Writer, kind: UnitKind, unit: UnitShape, index: number): string[] {
  const { app } = writer.layout;
  const own = unit.params === '' ? 'self' : `self, ${unit.params}`;
  const web = kind === 'webclass';
  const marked = writer.decorator(writer.sdk(web ? 'fastapi_endpoint' : 'method'), []);
  const prefix = unit.async ? 'async ' : '';
  return [
    ...writer.decorator(`${app}.cls`, keywordsOf(writer, unit)),
    `class Unit${index}:`,
    ...writer.deeper([
      ...(unit.annotated ? ['"""A model."""', ''] : []),
      ...writer.decorator(writer.sdk('enter'), []),
      'def load(self):',
      ...writer.deeper(['self.model = 1  # loaded']),
      '',
      ...marked,
      `${prefix}def run(${own}):`,
      ...bodyOf(writer, unit, `unit${Math.max(0, index - 1)}`),
      ...writer.deeper(['return {"ok": self.model}']),
      ...(web
        ? []
        : [
            '',
            ...writer.decorator(writer.sdk('method'), []),
            'def twice(self, n: int) -> int:',
            ...writer.deeper(['return n * 2']),
          ]),
      '',
      ...writer.decorator(writer.sdk('exit'), []),
      'def close(self): pass',
    ]),
  ];
}

function mainBlock(writer: Writer): Block {
  const { app } = writer.layout;
  const body = [`with ${app}.run():`, ...writer.deeper(['unit0.remote(1)', 'print("done")'])];
  return { kind: 'modal', lines: ['if __name__ == "__main__":', ...writer.deeper(body)] };
}
