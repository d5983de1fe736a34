import {
  isDict,
  isList,
  isUnknown,
  type Data,
  type DecoratorData,
  type Fact,
  type ImageData,
  type MethodData,
  type ObjectData,
  type ProgramData,
  type UnitData,
} from '../../src/model/program-data.ts';
import type {
  ImageLayer,
  ModalApp,
  ModalClass,
  ModalFunction,
  ModalSecret,
  ModalView,
  ModalVolume,
  ModalWeb,
} from '../../src/verify/answers.ts';
import type { Json, JsonObject } from '../../src/verify/decode.ts';

/** What is said of one unit, fact by fact; `{ unknown }` stands for what is not known, with the reason. */
export type Claims = Readonly<Record<string, Claim>>;
export type Claim = Json | Unknown | readonly Claim[] | ClaimRecord;
export interface ClaimRecord {
  readonly [key: string]: Claim;
}
export class Unknown {
  readonly why: string;
  /** It stands for any number of items. */
  readonly several: boolean;
  constructor(why: string, several = false) {
    this.why = why;
    this.several = several;
  }
}

/** Claims by `kind tag`: `function f`, `class Model`, `entrypoint main`. */
export type Units = ReadonlyMap<string, Claims>;

const NO_IMAGE: readonly Claim[] = [];

/** What Modal's SDK holds once the program is imported. */
export function modalClaims({ apps }: ModalView): Units {
  return new Map(apps.flatMap(appClaims));
}

function appClaims(app: ModalApp): [string, Claims][] {
  return [
    ...app.functions.map((each): [string, Claims] => [
      `function ${each.tag}`,
      { app: app.name, ...functionClaims(each) },
    ]),
    ...app.classes.map((each): [string, Claims] => [
      `class ${each.tag}`,
      { app: app.name, ...classClaims(each) },
    ]),
    ...app.entrypoints.map(({ tag, parameters, async }): [string, Claims] => [
      `entrypoint ${tag}`,
      { app: app.name, parameters, async },
    ]),
  ];
}

function functionClaims(each: ModalFunction): Claims {
  const { generator, async, parameters, web } = each;
  return { generator, async, parameters, web: webClaim(web), ...environmentClaims(each) };
}

function classClaims(each: ModalClass): Claims {
  const methods = each.methods.map(({ name, generator, async, parameters, web }) => ({
    name,
    generator,
    async,
    parameters,
    web: webClaim(web),
  }));
  const { enter, snapshot, exit, parameters } = each;
  return {
    methods: byName(methods),
    enter,
    snapshot,
    exit,
    parameters,
    ...environmentClaims(each),
  };
}

function environmentClaims(each: ModalFunction | ModalClass): Claims {
  const { gpus, cpu, memory, image, secrets, volumes, schedule, retries, options } = each;
  return {
    gpus,
    cpu,
    memory,
    image: layerTexts(image ?? []),
    secrets: secrets.map(secretClaim),
    volumes: byPath(volumes),
    schedule: schedule === null ? null : schedule.replaceAll(/\s+/g, ' '),
    retries,
    proxy: 'proxy' in options,
    ...renamed(options),
  };
}

/** Options by the names that the program gives them; what `serialized` and `proxy` hold is not for comparison. */
function renamed(options: JsonObject): Claims {
  const names: Readonly<Record<string, string>> = { i6pn_enabled: 'i6pn' };
  const shown = Object.entries(options).filter(([name]) => name !== 'proxy');
  return Object.fromEntries(shown.map(([name, value]) => [names[name] ?? name, value]));
}

/** One text a layer; nothing for Modal's default image, `?` for a layer that names a file which is not here. */
function layerTexts(image: readonly ImageLayer[]): readonly string[] {
  const [first, second] = image;
  return first?.opaque !== null && !second ? [] : image.map(layerText);
}

function layerText({ commands, mount, function: tag, opaque }: ImageLayer): string {
  if (opaque !== null) return '?';
  if (commands) return commands.join('\n');
  return mount === null ? `function ${tag ?? ''}` : `mount ${mount}`;
}

function secretClaim({ name, keys }: ModalSecret): Claim {
  return { name, keys: keys && [...keys] };
}

function byPath(volumes: readonly ModalVolume[]): Claim {
  return Object.fromEntries(volumes.map(({ path, kind, name }) => [path, { kind, name }]));
}

function byName<T extends { readonly name: string }>(list: readonly T[]): Record<string, T> {
  return Object.fromEntries(
    list.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((each) => [each.name, each]),
  );
}

function webClaim(web: ModalWeb | null): Claim {
  return web && { ...web };
}

/** What `describeProgram` says. */
export function ourClaims(data: ProgramData): Units {
  return new Map(
    data.units.map((unit): [string, Claims] => [
      `${unit.kind} ${tagOf(unit)}`,
      unitClaims(unit, data),
    ]),
  );
}

/** The name under which Modal registers a unit. */
export function tagOf({ settings, name }: UnitData): string {
  const said = settings.name?.sure === 'known' ? settings.name.value : undefined;
  return typeof said === 'string' ? said : name;
}

function unitClaims(unit: UnitData, data: ProgramData): Claims {
  const app = appName(unit, data);
  const { parameters, async, generator } = unit;
  if (unit.kind === 'entrypoint') return { app, parameters, async };
  const environment = ourEnvironment(unit, data);
  if (unit.kind === 'function') {
    const isGenerator = unit.settings.is_generator;
    return {
      app,
      generator: isGenerator ? claimOf(isGenerator) : generator,
      async,
      parameters,
      web: ourWeb(unit.decorators),
      ...environment,
    };
  }
  const named = (keep: (method: MethodData) => boolean): string[] =>
    unit.methods.filter(keep).map(({ name }) => name);
  const callable = unit.methods.filter(({ role }) => ['method', 'web', 'batched'].includes(role));
  const early = named(({ role, snap }) => role === 'enter' && snap);
  const late = named(({ role, snap, decorators }) => role === 'enter' && !snap && decorators.some(isSdk)); // prettier-ignore
  return {
    app,
    methods: byName(
      callable.map((method) => ({
        name: method.name,
        generator: method.generator,
        async: method.async,
        parameters: method.parameters,
        web: ourWeb(method.decorators),
      })),
    ),
    enter: [...early, ...late],
    snapshot: early,
    exit: named(({ role, decorators }) => role === 'exit' && decorators.some(isSdk)),
    parameters,
    ...environment,
  };
}

function isSdk({ symbol }: DecoratorData): boolean {
  return symbol !== undefined;
}

function appName({ app }: UnitData, { apps }: ProgramData): Claim {
  if (app.sure === 'unknown') return new Unknown(app.why);
  const found = apps.find(({ id }) => id === app.value);
  return found?.name ? claimOf(found.name) : null;
}

function ourWeb(decorators: readonly DecoratorData[]): Claim {
  const found = decorators.find(({ symbol }) =>
    /^modal\.(?:fastapi_endpoint|asgi_app|wsgi_app|web_server)$/.test(symbol ?? ''),
  );
  if (!found) return null;
  const { arguments: args } = found;
  const kind = found.symbol?.replace('modal.', '') ?? '';
  const get = (name: string, otherwise: Json): Claim =>
    args[name] ? claimOf(args[name]) : otherwise;
  return {
    kind,
    method: kind === 'fastapi_endpoint' ? get('method', 'GET') : null,
    label: get('label', null),
    docs: get('docs', false),
    auth: get('requires_proxy_auth', false),
    port: get('port', null),
  };
}

const LISTS = [
  'image',
  'secrets',
  'volumes',
  'network_file_systems',
  'env',
  'schedule',
  'serialized',
  'proxy',
];
/** What Modal's view shows elsewhere, or not at all. */
const NOT_OPTIONS = [...LISTS, 'gpu', 'cpu', 'memory', 'retries', 'name', 'include_source', 'is_generator']; // prettier-ignore

function ourEnvironment(unit: UnitData, data: ProgramData): Claims {
  // Of an App that is not known, nobody knows what it adds.
  const { app } = unit;
  const fromApp: Fact | undefined = app.sure === 'unknown' ? app : undefined;
  const settings: Partial<Record<string, Fact>> = { image: fromApp, secrets: fromApp, volumes: fromApp, ...unit.settings }; // prettier-ignore
  const get = (name: string): Claim => (unit.settings[name] ? claimOf(unit.settings[name]) : null);
  const options = Object.entries(unit.settings).filter(([name]) => !NOT_OPTIONS.includes(name));
  return {
    gpus: get('gpu') === false ? [] : listOf(get('gpu')),
    cpu: get('cpu'),
    memory: get('memory'),
    image: ourImage(settings.image, data),
    secrets: ourSecrets(settings.secrets, settings.env, data),
    volumes: ourVolumes(settings.volumes, data),
    proxy: get('proxy') !== null,
    schedule: ourSchedule(settings.schedule, data),
    retries: ourRetries(get('retries')),
    ...Object.fromEntries(options.map(([name, fact]) => optionClaim(name, claimOf(fact)))),
    ...decoratorOptions([
      ...unit.decorators,
      ...unit.methods.flatMap(({ role, decorators }) => (role === 'batched' ? decorators : [])),
    ]),
  };
}

/** `max_inputs=1` is the old word for `single_use_containers`; experimental options become texts. */
function optionClaim(name: string, value: Claim): [string, Claim] {
  if (name === 'max_inputs' && value === 1) return ['single_use_containers', true];
  if (name !== 'experimental_options' || value instanceof Unknown) return [name, value];
  const asPython = (each: Claim): Claim =>
    typeof each === 'boolean' ? (each ? 'True' : 'False') : text(each);
  const entries = Object.entries(value ?? {}).map(([key, each]) => [key, asPython(each as Claim)]);
  return [name, Object.fromEntries(entries) as Claims];
}

function listOf(value: Claim): Claim {
  if (value === null) return [];
  return Array.isArray(value) || value instanceof Unknown ? value : [value];
}

/** `@modal.concurrent` and `@modal.batched` are options of the function. */
function decoratorOptions(decorators: readonly DecoratorData[]): Claims {
  const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'modal.concurrent': {
      max_inputs: 'max_concurrent_inputs',
      target_inputs: 'target_concurrent_inputs',
    },
    'modal.experimental.clustered': { size: 'cluster_size', rdma: 'rdma' },
    'modal.batched': { max_batch_size: 'batch_max_size', wait_ms: 'batch_wait_ms' },
  };
  return Object.fromEntries(
    decorators.flatMap(({ symbol = '', arguments: args }) =>
      Object.entries(names[symbol] ?? {}).flatMap(([ours, theirs]) =>
        args[ours] ? [[theirs, claimOf(args[ours])] as const] : [],
      ),
    ),
  );
}

function ourImage(fact: Fact | undefined, { images }: ProgramData): Claim {
  if (!fact) return NO_IMAGE;
  if (fact.sure === 'unknown') return new Unknown(fact.why);
  const found = images.find(({ id }) => id === idIn(fact.value));
  return found ? found.layers.flatMap(layerClaim) : NO_IMAGE;
}

/** Parameters whose texts stand in the lines of Modal's layer. */
const SHOWN = ['packages', 'commands', 'dockerfile_commands', 'tag', 'python_version', 'vars', 'path', 'entrypoint_commands', 'shell_commands', 'cmd']; // prettier-ignore

/** The texts that Modal's layer must hold; nothing for a call that adds no layer. */
function layerClaim({ method, arguments: args, doubt }: ImageData['layers'][number]): Claim[] {
  // An image that Modal has built shows no lines.
  if (/^from_(?:id|name)$/.test(method)) return [];
  const shown = Object.entries(args).filter(([name]) => SHOWN.includes(name));
  const texts = shown.flatMap(([, fact]) => (fact.sure === 'known' ? textsIn(fact.value) : []));
  const adds = ['debian_slim', 'micromamba', 'entrypoint', 'cmd', 'shell', 'env'].includes(method);
  const sure = doubt === undefined && shown.every(([, fact]) => fact.sure === 'known');
  const takesList = /_install$|_commands$/.test(method);
  const isEmpty = texts.length === 0 && sure && !adds && (shown.length > 0 || takesList);
  // A file that is named and not here: Modal's base and its commands are two layers.
  const layer = { method, texts };
  return isEmpty ? [] : method === 'from_dockerfile' ? [layer, layer] : [layer];
}

function textsIn(value: Data): string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isDict(value) ? value.dict.flatMap(({ key }) => textsIn(key)) : [];
}

function ourSecrets(secrets: Fact | undefined, env: Fact | undefined, data: ProgramData): Claim {
  const list = secrets ? listOf(claimOf(secrets)) : [];
  if (list instanceof Unknown) return list;
  const named = (list as readonly Claim[]).map((each) => secretOf(each, data.secrets));
  return env ? [...named, { name: null, keys: env.sure === 'unknown' ? new Unknown(env.why) : textsIn(env.value) }] : named; // prettier-ignore
}

function secretOf(value: Claim, secrets: readonly ObjectData[]): Claim {
  if (value instanceof Unknown) return value;
  const found = secrets.find(({ id }) => id === idIn(value));
  if (!found) return new Unknown('not listed');
  const { made, arguments: args } = found;
  if (made === 'modal.Secret.from_name') {
    return {
      name: found.name ? claimOf(found.name) : null,
      keys: args.required_keys ? claimOf(args.required_keys) : null,
    };
  }
  const keys = args.env_dict ?? args.env_keys;
  if (!keys) return { name: null, keys: new Unknown('read from a file') };
  return {
    name: null,
    keys: keys.sure === 'unknown' ? new Unknown(keys.why) : textsIn(keys.value),
  };
}

function ourVolumes(fact: Fact | undefined, { volumes }: ProgramData): Claim {
  if (!fact) return {};
  if (fact.sure === 'unknown') return new Unknown(fact.why);
  if (!isDict(fact.value)) return {};
  const found: [string, Claim][] = [];
  for (const { key, value } of fact.value.dict) {
    if (typeof key !== 'string') return claimOfData(key);
    const volume = volumes.find(({ id }) => id === idIn(value));
    found.push([key, volume ? volumeClaim(volume) : claimOfData(value)]);
  }
  return Object.fromEntries(found);
}

function volumeClaim({ object, name }: ObjectData): Claim {
  return { kind: object.replace('modal.', ''), name: name ? claimOf(name) : null };
}

function ourSchedule(fact: Fact | undefined, { schedules }: ProgramData): Claim {
  if (!fact) return null;
  if (fact.sure === 'unknown') return new Unknown(fact.why);
  const found = schedules.find(({ id }) => id === idIn(fact.value));
  if (!found) return fact.value === null ? null : new Unknown('not listed');
  const values = Object.entries(found.arguments).map(([name, each]) => [name, claimOf(each)]);
  return { schedule: found.object, ...Object.fromEntries(values) as Claims }; // prettier-ignore
}

function ourRetries(value: Claim): Claim {
  if (typeof value !== 'object' || value === null || !('arguments' in value)) return value;
  return { max_retries: 0, backoff_coefficient: 2, initial_delay: 1, max_delay: 60, ...(value.arguments as Claims) }; // prettier-ignore
}

function idIn(value: Data | Claim): string {
  return typeof value === 'object' && value !== null && 'id' in value ? text(value.id) : '';
}

/** A fact as a claim: what is not known in it is `Unknown`. */
function claimOf(fact: Fact): Claim {
  return fact.sure === 'unknown' ? new Unknown(fact.why) : claimOfData(fact.value);
}

function claimOfData(value: Data): Claim {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(claimOfData);
  if (isUnknown(value)) return new Unknown(value.unknown, 'several' in value);
  if (isDict(value))
    return Object.fromEntries(value.dict.map((each) => [text(each.key), claimOfData(each.value)]));
  if ('arguments' in value)
    return {
      made: value.made,
      arguments: Object.fromEntries(
        Object.entries(value.arguments).map(([name, fact]) => [name, claimOf(fact)]),
      ),
    };
  return { ...(value as { readonly object: string; readonly id: string }) };
}

function text(value: Data | Claim): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
