import type {
  Answer,
  CallReport,
  CallResult,
  FalApp,
  FalEndpoint,
  FalFunction,
  FalOptions,
  FalProblem,
  FalView,
  Frame,
  ImageLayer,
  Lifecycle,
  ModalApp,
  ModalClass,
  ModalEntrypoint,
  ModalFunction,
  ModalMethod,
  ModalSecret,
  ModalView,
  ModalVolume,
  ModalWeb,
  Output,
  RunReport,
  SdkError,
  SyntaxProblem,
} from './answers.ts';
import {
  DecodeError,
  fields,
  flag,
  json,
  list,
  map,
  nullable,
  number,
  object,
  text,
  type Decoder,
  type Json,
  type JsonObject,
} from './decode.ts';

const jsonObject: Decoder<JsonObject> = map(json);
const texts = list(text);

const frame = fields<Frame>({ file: text, line: number, function: text, text });

const sdkError = fields<SdkError>({
  type: text,
  message: text,
  frames: list(frame),
  cause: nullable(text),
  status: nullable(number),
  detail: (value) => (value === undefined ? null : (value as Json)),
});

const output = fields<Output>({ stdout: text, logs: text, stderr: text });

const lifecycle = map(fields<Lifecycle>({ setup: number, teardown: number, hooks: texts }));

const callResult: Decoder<CallResult> = (value, where) => {
  const { kind, ...rest } = object(value, where);
  if (kind === 'value') {
    return {
      kind,
      ...fields<{ value: Json; inexact: readonly string[] }>({ value: json, inexact: texts })(
        rest,
        where,
      ),
    };
  }
  if (kind === 'error') return { kind, error: sdkError(rest.error, `${where}.error`) };
  if (kind === 'unsupported') return { kind, reason: text(rest.reason, `${where}.reason`) };
  throw new DecodeError(`${where}.kind`, '`value`, `error` or `unsupported`');
};

const layer = fields<ImageLayer>({
  commands: nullable(texts),
  mount: nullable(text),
  function: nullable(text),
  opaque: nullable(text),
});

const secret = fields<ModalSecret>({ name: nullable(text), keys: nullable(texts) });
const volume = fields<ModalVolume>({ path: text, kind: text, name: nullable(text) });

const web = fields<ModalWeb>({
  kind: text,
  method: nullable(text),
  label: nullable(text),
  docs: flag,
  auth: flag,
  port: nullable(number),
});

const callable = { generator: flag, async: flag, parameters: texts, web: nullable(web) };

const environment = {
  gpus: list(json),
  cpu: json,
  memory: json,
  image: nullable(list(layer)),
  secrets: list(secret),
  volumes: list(volume),
  schedule: nullable(text),
  retries: json,
  options: jsonObject,
};

const modalFunction = fields<ModalFunction>({
  tag: text,
  module: nullable(text),
  function: text,
  ...callable,
  ...environment,
});

const modalClass = fields<ModalClass>({
  tag: text,
  module: text,
  methods: list(fields<ModalMethod>({ name: text, ...callable })),
  enter: texts,
  snapshot: texts,
  exit: texts,
  parameters: texts,
  ...environment,
});

const modalApp = fields<ModalApp>({
  name: nullable(text),
  functions: list(modalFunction),
  classes: list(modalClass),
  webEndpoints: texts,
  entrypoints: list(fields<ModalEntrypoint>({ tag: text, parameters: texts, async: flag })),
  image: nullable(list(layer)),
  secrets: list(secret),
  volumes: list(volume),
});

const stage: Decoder<FalProblem['stage']> = (value, where) => {
  if (value === 'routes' || value === 'build' || value === 'wrap' || value === 'deploy')
    return value;
  throw new DecodeError(where, 'a stage');
};

const problems = list(fields<FalProblem>({ stage, error: sdkError }));
const options = fields<FalOptions>({
  host: jsonObject,
  environment: jsonObject,
  gateway: jsonObject,
});

const falApp = fields<FalApp>({
  name: text,
  appName: nullable(text),
  auth: nullable(text),
  endpoints: list(fields<FalEndpoint>({ method: text, path: text, websocket: flag, stream: flag })),
  requirements: json,
  unknownAttributes: texts,
  setup: flag,
  teardown: flag,
  openapi: nullable(jsonObject),
  options: nullable(options),
  problems,
});

const falFunction = fields<FalFunction>({
  name: text,
  function: text,
  parameters: texts,
  options,
  problems,
});

/** The answer of `compile`. */
export const syntaxProblems: Decoder<readonly SyntaxProblem[]> = (value, where) =>
  fields<{ problems: readonly SyntaxProblem[] }>({
    problems: list(
      fields<SyntaxProblem>({ file: text, line: number, column: number, message: text }),
    ),
  })(value, where).problems;

/** The answer of `import-modal`. */
export const modalView = fields<ModalView>({ apps: list(modalApp) });

/** The answer of `import-fal`. */
export const falView = fields<FalView>({ apps: list(falApp), functions: list(falFunction) });

/** The answer of `call-modal` and `call-fal`. */
export const callReport = fields<CallReport>({ results: list(callResult), lifecycle });

/** The answer of `run-modal` and `run-fal`. */
export const runReport = fields<RunReport>({ lifecycle });

/** One line of the driver as the outcome of a job. */
export function answer<T>(
  message: Readonly<Record<string, unknown>>,
  value: Decoder<T>,
): Answer<T> {
  const circumstances = {
    output: message.output === undefined ? noOutput : output(message.output, 'output'),
    blocked: message.blocked === undefined ? [] : texts(message.blocked, 'blocked'),
    ms: number(message.ms, 'ms'),
  };
  if (message.ok === true)
    return { ok: true, value: value(message.result, 'result'), ...circumstances };
  return { ok: false, error: sdkError(message.error, 'error'), ...circumstances };
}

const noOutput: Output = { stdout: '', logs: '', stderr: '' };

/** An outcome that this side makes: the driver is gone. */
export function driverDied(message: string): Answer<never> {
  const error = {
    type: 'DriverDied',
    message,
    frames: [],
    cause: null,
    status: null,
    detail: null,
  };
  return { ok: false, error, output: noOutput, blocked: [], ms: 0 };
}
