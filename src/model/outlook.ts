/** What the move of one unit means for the people who run it and call it, as far as the texts before and after tell. */
export interface UnitOutlook {
  /** Absent for entrypoints, which run on the caller's own machine. */
  readonly machine?: MachineOutlook;
  /** How it is started on fal; absent where it stays on Modal. */
  readonly target?: TargetOutlook;
  readonly endpoints: readonly EndpointOutlook[];
  readonly secrets: readonly SecretOutlook[];
  /** The variables that its `secrets` names on fal, and those that its code reads where a Modal secret does not tell. */
  readonly variables: readonly string[];
  readonly volumes: readonly VolumeOutlook[];
  /** What it leaves to the platform where the two decide differently: one sentence each. */
  readonly differences: readonly string[];
}

export interface MachineOutlook {
  readonly modal: ModalMachine;
  readonly fal: FalMachine;
}

/** What a unit asks Modal for; what is absent is left to Modal. */
export interface ModalMachine {
  /** Physical cores that are reserved. */
  readonly cpu?: number;
  readonly memoryMb?: number;
  /** In the order in which Modal tries them. */
  readonly gpus: readonly ModalGpu[];
  /** Keywords whose value is not known before the program runs. */
  readonly unknown: readonly string[];
}

export interface ModalGpu {
  readonly type: string;
  readonly count: number;
  /** Of one. */
  readonly memoryGb?: number;
}

/** `set` is written in the result, `default` is what fal takes without a word, `open` is for a person to choose: the nearest are given. */
export interface FalMachine {
  readonly how: 'set' | 'default' | 'open';
  readonly types: readonly MachineType[];
  readonly gpus: number;
}

/** A runner of fal as the page of machine types documents it; a name that the page does not have comes without figures. */
export interface MachineType {
  readonly name: string;
  readonly cpu?: number;
  readonly memoryMb?: number;
  /** Of one GPU. */
  readonly gpuMemoryGb?: number;
}

export interface TargetOutlook {
  /** What stands behind `::` for `fal deploy`. */
  readonly name: string;
  /** `acme/my-app`, which `fal_client` takes; absent for a function that is called from Python only. */
  readonly app?: string;
  /** Where `fal` has to be started so that the file's imports are found; empty for the folder of the run. */
  readonly folder: string;
}

/** Something that others call, there and here. */
export interface EndpointOutlook {
  readonly name: string;
  readonly modal: ModalCall;
  readonly fal: FalCall;
}

/** By HTTP (`any` is all that an app of the user's serves), or by name from Python. */
export type ModalCall =
  | { readonly by: 'http'; readonly method: string; readonly url: string }
  | { readonly by: 'python'; readonly call: string };

export interface FalCall {
  /** `POST`, or `any` where requests are passed on as they are. */
  readonly method: 'POST' | 'any';
  readonly url: string;
  /** Fields of the JSON body; absent where the request is handed on as it is. */
  readonly body?: readonly FieldOutlook[];
  /** Server-sent events, which `fal_client.stream` reads. */
  readonly streams: boolean;
  /** Bytes that it takes or gives are base64 text. */
  readonly base64?: true;
  /** Open to everybody, without a key. */
  readonly open: boolean;
}

export interface FieldOutlook {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** A secret of Modal's: a named group of variables, or one that is made in the program. Values are never read. */
export interface SecretOutlook {
  readonly kind: 'named' | 'dict' | 'dotenv' | 'local-environ' | 'other';
  readonly name?: string;
  /** As far as the program names them. */
  readonly variables: readonly string[];
}

export interface VolumeOutlook {
  /** A volume, or a network file system of the past. */
  readonly kind: 'volume' | 'nfs';
  /** With the sub-path behind it where only that is mounted. */
  readonly name: string;
  /** Where it is mounted on Modal. */
  readonly path: string;
  /** The directory on fal. */
  readonly to: string;
}
