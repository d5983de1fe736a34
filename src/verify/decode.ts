/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Reads one part of a parsed JSON document, or throws a `DecodeError` that names the place. */
export type Decoder<T> = (value: unknown, where: string) => T;

/** The driver and this side disagree about an answer's shape: a mistake of ours. */
export class DecodeError extends Error {
  constructor(where: string, wanted: string) {
    super(`${where} should be ${wanted}`);
    this.name = 'DecodeError';
  }
}

/** A string. */
export const text: Decoder<string> = (value, where) => {
  if (typeof value !== 'string') throw new DecodeError(where, 'a string');
  return value;
};

/** A number. */
export const number: Decoder<number> = (value, where) => {
  if (typeof value !== 'number') throw new DecodeError(where, 'a number');
  return value;
};

/** A boolean. */
export const flag: Decoder<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw new DecodeError(where, 'a boolean');
  return value;
};

/** Any JSON value, as it is: the text has been parsed by `JSON.parse`, so it can be nothing else. */
export const json: Decoder<Json> = (value) => value as Json;

/** An object whose fields the reader fetches one by one. */
export const object: Decoder<Readonly<Record<string, unknown>>> = (value, where) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError(where, 'an object');
  }
  return value as Readonly<Record<string, unknown>>;
};

/** A list of one kind of thing. */
export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new DecodeError(where, 'a list');
    return value.map((entry, index) => item(entry, `${where}[${index}]`));
  };
}

/** An object used as a map from names to one kind of thing. */
export function map<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, where) =>
    Object.fromEntries(
      Object.entries(object(value, where)).map(([name, entry]) => [
        name,
        item(entry, `${where}.${name}`),
      ]),
    );
}

/** `null` or the thing. */
export function nullable<T>(item: Decoder<T>): Decoder<T | null> {
  return (value, where) => (value === null || value === undefined ? null : item(value, where));
}

/** An object with exactly these fields; others are ignored. */
export function fields<T extends object>(shape: {
  readonly [K in keyof T]-?: Decoder<T[K]>;
}): Decoder<T> {
  return (value, where) => {
    const source = object(value, where);
    const names = Object.keys(shape) as (keyof T & string)[];
    return Object.fromEntries(
      names.map((name) => [name, shape[name](source[name], `${where}.${name}`)]),
    ) as T;
  };
}
