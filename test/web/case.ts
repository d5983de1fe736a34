import type { Json, JsonObject } from '../../src/verify/decode.ts';

/** A program and what it becomes. */
export interface Case {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** `unit: verdict: message` of the web rows, in order. */
  readonly reasons: readonly string[];
  /** Made on both sides, or on fal's only. */
  readonly calls?: readonly ClientCall[];
  readonly only?: 'fal';
  readonly requests?: readonly HttpCall[];
  /** What the fal SDK says against the result. */
  readonly problems?: readonly string[];
}

/** A call through `fal_client`; Modal gets the same arguments in its own way. */
export interface ClientCall {
  readonly unit: string;
  readonly method?: string;
  readonly arguments: JsonObject;
  readonly gives: Json;
}

/** A plain HTTP request to a unit before and to what it became. */
export interface HttpCall {
  /** `function` or `Class.method`. */
  readonly before: string;
  readonly after: string;
  readonly method: string;
  readonly path?: string;
  readonly gives: Json;
}
