import type { Json, JsonObject } from './decode.ts';

/** A frame of a traceback that lies in one of the job's files. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly text: string;
}

/** An exception of the executed program, or why the job could not be done. */
export interface SdkError {
  /** Python's name of it (`ValueError`, `modal.exception.InvalidError`), or `HTTP`, `TimeLimit`, `ProcessDied`, `DriverDied`. */
  readonly type: string;
  readonly message: string;
  readonly frames: readonly Frame[];
  readonly cause: string | null;
  /** Only of `HTTP`. */
  readonly status: number | null;
  readonly detail: Json;
}

/** What a job printed: the caller's own output, its containers' output, everything on stderr. */
export interface Output {
  readonly stdout: string;
  readonly logs: string;
  readonly stderr: string;
}

interface Circumstances {
  readonly output: Output;
  /** What the sandbox forbade (network, files outside, processes), even where the program swallowed it. */
  readonly blocked: readonly string[];
  readonly ms: number;
}

/** The outcome of one job. */
export type Answer<T> =
  | (Circumstances & { readonly ok: true; readonly value: T })
  | (Circumstances & { readonly ok: false; readonly error: SdkError });

/** A syntax error, by CPython. */
export interface SyntaxProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Outcome of one call. `inexact` names the parts of a value that JSON could not carry as they were. */
export type CallResult =
  | { readonly kind: 'value'; readonly value: Json; readonly inexact: readonly string[] }
  | { readonly kind: 'error'; readonly error: SdkError }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** How often a unit's hooks ran; `hooks` are Modal's, by name, in their order. */
export interface Lifecycle {
  readonly setup: number;
  readonly teardown: number;
  readonly hooks: readonly string[];
}

export interface CallReport {
  readonly results: readonly CallResult[];
  readonly lifecycle: Readonly<Record<string, Lifecycle>>;
}

export interface RunReport {
  readonly lifecycle: Readonly<Record<string, Lifecycle>>;
}

/** A `modal` program in the SDK's own hands. */
export interface ModalView {
  readonly apps: readonly ModalApp[];
}

export interface ModalApp {
  readonly name: string | null;
  readonly functions: readonly ModalFunction[];
  readonly classes: readonly ModalClass[];
  readonly webEndpoints: readonly string[];
  readonly entrypoints: readonly ModalEntrypoint[];
  readonly image: readonly ImageLayer[] | null;
  readonly secrets: readonly ModalSecret[];
  readonly volumes: readonly ModalVolume[];
}

export interface ModalEntrypoint {
  readonly tag: string;
  readonly parameters: readonly string[];
  readonly async: boolean;
}

/** One layer of an image: Dockerfile lines, files added at start, a `run_function`, or something that cannot be told offline. */
export interface ImageLayer {
  readonly commands: readonly string[] | null;
  readonly mount: string | null;
  readonly function: string | null;
  readonly opaque: string | null;
}

export interface ModalSecret {
  readonly name: string | null;
  /** `required_keys` of a named one, the names of the variables of another; never values. */
  readonly keys: readonly string[] | null;
}

export interface ModalVolume {
  readonly path: string;
  readonly kind: string;
  readonly name: string | null;
}

export interface ModalWeb {
  readonly kind: string;
  readonly method: string | null;
  readonly label: string | null;
  readonly docs: boolean;
  readonly auth: boolean;
  readonly port: number | null;
}

interface ModalEnvironment {
  readonly gpus: readonly Json[];
  readonly cpu: Json;
  readonly memory: Json;
  readonly image: readonly ImageLayer[] | null;
  readonly secrets: readonly ModalSecret[];
  readonly volumes: readonly ModalVolume[];
  readonly schedule: string | null;
  readonly retries: Json;
  /** Everything else that the SDK was told and that is not empty: timeout, min_containers, region … */
  readonly options: JsonObject;
}

interface ModalCallable {
  readonly generator: boolean;
  readonly async: boolean;
  readonly parameters: readonly string[];
  readonly web: ModalWeb | null;
}

export interface ModalMethod extends ModalCallable {
  readonly name: string;
}

export interface ModalFunction extends ModalCallable, ModalEnvironment {
  readonly tag: string;
  readonly module: string | null;
  readonly function: string;
}

export interface ModalClass extends ModalEnvironment {
  readonly tag: string;
  readonly module: string;
  readonly methods: readonly ModalMethod[];
  /** Enter hooks in the order in which a container runs them; `snapshot` are those before the snapshot. */
  readonly enter: readonly string[];
  readonly snapshot: readonly string[];
  readonly exit: readonly string[];
  readonly parameters: readonly string[];
}

/** A `fal` program in the SDK's own hands. */
export interface FalView {
  readonly apps: readonly FalApp[];
  readonly functions: readonly FalFunction[];
}

/** `build`: its HTTP app or schema; `wrap`: its options; `deploy`: it cannot be pickled or loaded on a runner. */
export interface FalProblem {
  readonly stage: 'routes' | 'build' | 'wrap' | 'deploy';
  readonly error: SdkError;
}

export interface FalOptions {
  readonly host: JsonObject;
  readonly environment: JsonObject;
  readonly gateway: JsonObject;
}

export interface FalEndpoint {
  readonly method: string;
  readonly path: string;
  readonly websocket: boolean;
  readonly stream: boolean;
}

export interface FalApp {
  readonly name: string;
  readonly appName: string | null;
  readonly auth: string | null;
  readonly endpoints: readonly FalEndpoint[];
  readonly requirements: Json;
  /** Class attributes that neither fal nor the program reads. */
  readonly unknownAttributes: readonly string[];
  readonly setup: boolean;
  readonly teardown: boolean;
  readonly openapi: JsonObject | null;
  readonly options: FalOptions | null;
  readonly problems: readonly FalProblem[];
}

export interface FalFunction {
  readonly name: string;
  readonly function: string;
  readonly parameters: readonly string[];
  readonly options: FalOptions;
  readonly problems: readonly FalProblem[];
}
