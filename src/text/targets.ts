/** What the Python side knows of the files that commands name, by the path or module as the command writes it. */
export type DeployTargets = ReadonlyMap<string, ProgramFile>;

/** By the name of a Modal app, what it has become. */
export type AppNames = ReadonlyMap<string, AppOnFal>;

export interface AppOnFal {
  /** Names of what is deployed on fal; none where all of it is called from Python. */
  readonly names: readonly string[];
  /** Modal still runs some of it. */
  readonly onModal: boolean;
}

/** One Python file as it is after its conversion. */
export interface ProgramFile {
  /** Path as `fal` takes it, from the same folder as the command's own path: `pkg/mod.py` for `pkg.mod`. */
  readonly path: string;
  readonly units: readonly Unit[];
  /** Modal still runs something in it. */
  readonly onModal?: boolean;
  /** The `@app.local_entrypoint()`s: what `python file.py` runs. */
  readonly entrypoints: readonly Entrypoint[];
}

/** Something that `fal run` and `fal deploy` take behind `::`. */
export interface Unit {
  /** Name of the class or function in the file. */
  readonly name: string;
  readonly kind: 'app' | 'function';
  /** Where it stands in another file than the one that is named: its path, from the same folder. */
  readonly path?: string;
  /** Name that it is deployed under. */
  readonly appName: string;
  /** The variable of the `modal.App` it belonged to: `modal deploy f.py::app` names it. */
  readonly app?: string;
  /** A function that answers HTTP; a plain one is called from Python and needs no deployment. */
  readonly served?: boolean;
}

/** A local entrypoint, which became part of the file's `__main__` block. */
export interface Entrypoint {
  readonly name: string;
  /** Names of its parameters, where they are known: its options. */
  readonly parameters?: readonly string[];
  /** Words behind `python file.py` that choose it, where the file has several. */
  readonly words?: readonly string[];
  /** The file's own main block, which Modal did not look at: only what names no unit of the file may mean it. */
  readonly own?: true;
}
