import type { Position } from './diagnostic.ts';

/** A Modal program as plain data, as far as its text tells: what `inspect` shows. */
export interface ProgramData {
  readonly files: readonly FileData[];
  readonly apps: readonly ObjectData[];
  readonly images: readonly ImageData[];
  /** `modal.Volume`, `modal.NetworkFileSystem`, `modal.CloudBucketMount`. */
  readonly volumes: readonly ObjectData[];
  readonly secrets: readonly ObjectData[];
  readonly dicts: readonly ObjectData[];
  readonly queues: readonly ObjectData[];
  readonly schedules: readonly ObjectData[];
  readonly units: readonly UnitData[];
  readonly calls: readonly CallData[];
}

/** 1-based; columns in UTF-16 units. */
export interface PlaceData extends Position {
  readonly file: string;
}

/** What is known of one value. `why` ends the sentence "it is …". */
export type Fact =
  /** It follows from the text alone. */
  | { readonly sure: 'known'; readonly value: Data }
  /** Parts of it are `{ unknown }`. */
  | { readonly sure: 'partly'; readonly value: Data; readonly why: string }
  | { readonly sure: 'unknown'; readonly why: string };

/** A value of the program. Everything that is an object in JSON has a field that tells what it is. */
export type Data =
  | string
  | number
  | boolean
  | null
  /** A list, tuple or set. */
  | readonly Data[]
  /** A dict. */
  | { readonly dict: readonly EntryData[] }
  /** An object that is listed under its kind. */
  | { readonly object: string; readonly id: string }
  /** Another object of the SDK: `modal.Retries(max_retries=3)`. */
  | { readonly made: string; readonly arguments: Arguments }
  /** It is known and not shown: the value of a secret. */
  | { readonly hidden: true }
  /** With `several`, it stands for any number of items or entries. */
  | { readonly unknown: string; readonly several?: true };

export interface EntryData {
  readonly key: Data;
  readonly value: Data;
}

/** Arguments of a call by the names that parameters have today; what `*packages` takes is a list. */
export type Arguments = Readonly<Record<string, Fact>>;

/** A call of the SDK. */
export interface Made {
  /** `modal.Volume.from_name`. */
  readonly made: string;
  /** The name of the past by which it was called. */
  readonly legacy?: string;
  readonly arguments: Arguments;
  /** Why there may be more arguments: `**options` is a parameter … */
  readonly doubt?: string;
}

/** An object of the SDK that has a life of its own: an App, a Volume, a Secret … */
export interface ObjectData extends PlaceData, Made {
  /** Unique in the program. */
  readonly id: string;
  /** `modal.Volume`. */
  readonly object: string;
  readonly variable?: string;
  /** Its name on Modal, where it has one. */
  readonly name?: Fact;
}

export interface ImageData extends PlaceData {
  readonly id: string;
  readonly variable?: string;
  /** Why the base and the layers before these are not known. */
  readonly doubt?: string;
  /** From the base on. */
  readonly layers: readonly LayerData[];
}

export interface LayerData extends PlaceData, Made {
  /** `pip_install`. */
  readonly method: string;
}

/** A function or class that runs on Modal, or the entrypoint that starts it. */
export interface UnitData extends PlaceData {
  /** `app.py::Model`, as `modal run` takes it. */
  readonly id: string;
  readonly kind: 'function' | 'class' | 'entrypoint';
  readonly name: string;
  /** The App's id. */
  readonly app: Fact;
  readonly async: boolean;
  readonly generator: boolean;
  /** Of the function; of a class, its `modal.parameter()`s or what its `__init__` takes. */
  readonly parameters: readonly string[];
  /** By the names that keywords have today. */
  readonly settings: Readonly<Record<string, SettingData>>;
  /** All decorators, outermost first. */
  readonly decorators: readonly DecoratorData[];
  /** Of a class: those that it inherits first, then its own. */
  readonly methods: readonly MethodData[];
  /** What keeps the unit from being known: one sentence each. */
  readonly doubts: readonly string[];
}

export type SettingData = Fact & PlaceData & { readonly inherited: boolean };

export interface DecoratorData extends PlaceData {
  /** Of the SDK; absent for the user's own. */
  readonly symbol?: string;
  readonly legacy?: string;
  /** The user's own, as it is written. */
  readonly text?: string;
  readonly arguments: Arguments;
  readonly doubt?: string;
}

export interface MethodData extends PlaceData {
  readonly name: string;
  readonly role: 'enter' | 'exit' | 'method' | 'web' | 'batched' | 'plain';
  /** Runs before the snapshot. */
  readonly snap: boolean;
  readonly async: boolean;
  readonly generator: boolean;
  readonly parameters: readonly string[];
  readonly decorators: readonly DecoratorData[];
  /** The base class that has it. */
  readonly from?: string;
}

/** A place where the program calls a unit, or something on Modal that may be one. */
export interface CallData extends PlaceData {
  /** `modal.Function.remote`. */
  readonly symbol: string;
  readonly aio: boolean;
  /** Not called: `f.remote` handed on. */
  readonly reference: boolean;
  /** The id of the unit that it calls. */
  readonly unit: Fact;
  readonly method?: string;
  /** The id of the unit whose text it stands in. */
  readonly inside?: string;
}

/** Every mention of the SDK in a file. */
export interface FileData {
  readonly file: string;
  /** Where the text is not Python. */
  readonly errors: readonly Position[];
  readonly uses: readonly UseData[];
}

export interface UseData extends Position {
  readonly symbol: string;
  readonly legacy?: string;
  readonly role: 'decorator' | 'call' | 'keyword' | 'reference' | 'import';
  readonly keyword?: string;
  readonly aio?: true;
}

/** Whether a value is a list, tuple or set. */
export function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Whether a value is a dict. */
export function isDict(value: Data): value is { readonly dict: readonly EntryData[] } {
  return typeof value === 'object' && value !== null && !isList(value) && 'dict' in value;
}

/** Whether nothing is known of a value. */
export function isUnknown(value: Data): value is { readonly unknown: string } {
  return typeof value === 'object' && value !== null && !isList(value) && 'unknown' in value;
}
