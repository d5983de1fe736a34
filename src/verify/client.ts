import type {
  Answer,
  CallReport,
  FalView,
  ModalView,
  RunReport,
  SyntaxProblem,
} from './answers.ts';
import type { Decoder, Json, JsonObject } from './decode.ts';
import { startDriver, type Driver, type DriverSettings } from './driver.ts';
import * as read from './read-answers.ts';

/** Source files by their path inside the program's folder, `/` separated. */
export type Files = Readonly<Record<string, string>>;

/** What every job may be told. */
export interface JobOptions {
  readonly limitMs?: number;
  /** Environment variables, as secrets would set them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stubs for all missing third-party packages: for programs of which only the shape matters. */
  readonly autoStandins?: boolean;
  /** Whether the program may start processes. */
  readonly processes?: boolean;
}

/** Files and the one that is imported or run. */
export interface Program {
  readonly files: Files;
  readonly entry: string;
}

/** A call of a function or method by keyword, or an HTTP request to a unit that serves an app of its own. */
export type Call = Unit & ({ readonly arguments: JsonObject } | { readonly request: HttpRequest });

interface Unit {
  /** Name of a function or class of the entry. */
  readonly unit: string;
  readonly method?: string;
  /** Of a Modal class with `modal.parameter()`s. */
  readonly parameters?: JsonObject;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly json?: Json;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
}

/** A program and the words after its name on the command line. */
export interface Run extends Program {
  readonly argv: readonly string[];
  /** Modal only: `modal run target argv…` (the default, with the entry as target) or `python entry argv…`. */
  readonly launcher?: 'modal' | 'python';
  readonly target?: string;
}

/** The same calls made on a Modal program and on its conversion. */
export interface CallPair {
  readonly before: Program;
  readonly after: Program;
  readonly calls: readonly Call[];
}

export interface SdkSettings extends DriverSettings {
  /** Folder of stand-ins for packages that are not installed; appended to the module path. */
  readonly standins?: string;
}

/** The real SDKs in a Python process; see driver.py for what a job can and cannot do. */
export interface Sdk {
  /** Of python, modal, fal, fal_client, fastapi, pydantic. */
  readonly versions: Readonly<Record<string, string>>;
  readonly startMs: number;
  compile(files: Files, options?: JobOptions): Promise<Answer<readonly SyntaxProblem[]>>;
  importModal(program: Program, options?: JobOptions): Promise<Answer<ModalView>>;
  importFal(program: Program, options?: JobOptions): Promise<Answer<FalView>>;
  callModal(
    program: Program,
    calls: readonly Call[],
    options?: JobOptions,
  ): Promise<Answer<CallReport>>;
  callFal(
    program: Program,
    calls: readonly Call[],
    options?: JobOptions,
  ): Promise<Answer<CallReport>>;
  /** Both sides at once. */
  call(pair: CallPair, options?: JobOptions): Promise<CallReports>;
  runModal(run: Run, options?: JobOptions): Promise<Answer<RunReport>>;
  runFal(run: Run, options?: JobOptions): Promise<Answer<RunReport>>;
  close(): Promise<void>;
}

export interface CallReports {
  readonly before: Answer<CallReport>;
  readonly after: Answer<CallReport>;
}

/** Starts the driver under `python`, which must have modal, fal and fal-client; rejects when it cannot. */
export async function startSdk(python: string, settings: SdkSettings = {}): Promise<Sdk> {
  const first = await startDriver(python, settings);
  let current = Promise.resolve(first);
  let closed = false;

  // A job can end the driver only by a mistake of ours, or on purpose: the next job gets a new one.
  async function livingDriver(): Promise<Driver> {
    if (closed) throw new Error('the SDK driver is closed');
    const asked = current;
    if (!(await asked).dead()) return asked;
    if (current === asked) current = startDriver(python, settings);
    return current;
  }

  async function ask<T>(kind: string, job: object, decoder: Decoder<T>): Promise<Answer<T>> {
    const driver = await livingDriver();
    const message = await driver.send({ job: kind, standins: settings.standins, ...job });
    if (message === undefined) return read.driverDied(driver.lastWords());
    return read.answer(message, decoder);
  }

  const callModal: Sdk['callModal'] = (program, calls, options) =>
    ask('call-modal', { ...program, calls, ...options }, read.callReport);
  const callFal: Sdk['callFal'] = (program, calls, options) =>
    ask('call-fal', { ...program, calls, ...options }, read.callReport);

  return {
    versions: first.versions,
    startMs: first.startMs,
    compile: (files, options) => ask('compile', { files, ...options }, read.syntaxProblems),
    importModal: (program, options) =>
      ask('import-modal', { ...program, ...options }, read.modalView),
    importFal: (program, options) => ask('import-fal', { ...program, ...options }, read.falView),
    callModal,
    callFal,
    async call({ before, after, calls }, options) {
      const both = [callModal(before, calls, options), callFal(after, calls, options)] as const;
      const [modal, fal] = await Promise.all(both);
      return { before: modal, after: fal };
    },
    runModal: (run, options) => ask('run-modal', { ...run, ...options }, read.runReport),
    runFal: (run, options) => ask('run-fal', { ...run, ...options }, read.runReport),
    async close() {
      closed = true;
      await (await current).stop();
    },
  };
}
