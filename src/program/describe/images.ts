import type { Data, ImageData, LayerData } from '../../model/program-data.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Located } from '../../python/place.ts';
import { readImage, type LayerCall } from '../image.ts';
import { madeBy } from './arguments.ts';
import type { Places } from './places.ts';
import type { ObjectReader } from './values.ts';

/** All images of a program, each with its whole chain of layers. */
export class Images {
  private readonly places: Places;
  private readonly variables: ReadonlyMap<Expr, string>;
  private readonly objects: ObjectReader;
  private readonly found = new Map<string, ImageData>();

  constructor(places: Places, variables: ReadonlyMap<Expr, string>, objects: ObjectReader) {
    this.places = places;
    this.variables = variables;
    this.objects = objects;
  }

  /** In the order in which they were met. */
  all(): ImageData[] {
    return [...this.found.values()];
  }

  /** An image as part of a value. */
  read(at: Located): Data {
    const chain = readImage(at.names, at.expr, at.scope, at.frame);
    if (!chain.known) return this.headless(at, chain.why);
    const open = chain.layers.find(({ when }) => when !== undefined);
    if (open?.when !== undefined) return this.headless(at, `decided by \`${open.when}\``);
    const last = chain.layers.at(-1);
    if (!last) return null;
    const layers = chain.layers.map((layer) => this.layer(layer));
    return { object: 'modal.Image', id: this.idOf(last, layers) };
  }

  /** A chain whose beginning is not known: the layers that stand in the expression are. */
  private headless({ names, expr, scope }: Located, why: string): Data {
    const layers: LayerCall[] = [];
    for (let at = expr; at.kind === 'call' && at.func.kind === 'attribute'; at = at.func.value) {
      const symbol = names.symbolOf(at.func, scope)?.symbol;
      if (symbol?.returns !== 'modal.Image') break;
      layers.unshift({ symbol, call: at, names, scope, args: [], keywords: new Map() });
    }
    const last = layers.at(-1);
    if (last)
      this.idOf(
        last,
        layers.map((layer) => this.layer(layer)),
        why,
      );
    return { unknown: why };
  }

  private idOf({ names, call }: LayerCall, layers: readonly LayerData[], why?: string): string {
    const { start } = call.span;
    const place = this.places.id(names, start);
    const text = JSON.stringify(layers);
    // A helper gives another image for other arguments.
    for (let count = 1; ; count++) {
      const id = count === 1 ? place : `${place}#${count}`;
      const known = this.found.get(id);
      if (known && JSON.stringify(known.layers) !== text) continue;
      const variable = this.variables.get(call);
      const head = { id, ...(variable !== undefined && { variable }) };
      const doubt = why !== undefined && { doubt: why };
      if (!known)
        this.found.set(id, { ...head, ...this.places.of(names, start), ...doubt, layers });
      return id;
    }
  }

  private layer({ symbol, call, names, scope, frame }: LayerCall): LayerData {
    const at = call.func.kind === 'attribute' ? call.func.attrSpan.start : call.span.start;
    return {
      method: symbol.name.slice(symbol.name.lastIndexOf('.') + 1),
      ...this.places.of(names, at),
      ...madeBy({ symbol, names, scope, call, ...(frame && { frame }) }, this.objects),
    };
  }
}
