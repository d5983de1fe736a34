import type { Unit } from '../../program/units.ts';
import { isHttp, webDecorator } from '../naming.ts';
import { isUnset } from './dropped.ts';

/** One thing that a program leaves to the platform, and that the two platforms decide differently. */
interface Difference {
  /** Keywords of Modal's that would decide it. */
  readonly unless: readonly string[];
  readonly text: string;
  /** Only for a `fal.App`, only for a `fal.function`, or only for what is called over HTTP. */
  readonly only?: 'app' | 'function' | 'queue';
}

const DIFFERENCES: readonly Difference[] = [
  {
    unless: ['max_containers'],
    text: 'Modal starts as many containers as the account allows; fal starts at most 2 runners until `max_concurrency` is set.',
  },
  {
    unless: ['timeout'],
    text: 'A call may take 300 s on Modal and 3600 s on fal: set `request_timeout` for another limit.',
  },
  {
    unless: ['startup_timeout', 'timeout'],
    text: 'A container has 300 s to start on Modal, a runner 600 s on fal: set `startup_timeout` for another limit.',
  },
  {
    unless: ['scaledown_window'],
    text: 'An idle container lives for 60 s on Modal, the runner of a `fal.function` for 10 s: set `keep_alive`.',
    only: 'function',
  },
  {
    unless: ['cpu', 'memory', 'gpu'],
    text: 'Modal reserves 0.125 cores and 128 MB and lets a container use more; a `fal.App` has the machine `S` with 1 core and 1 GB and no more: set `machine_type`.',
    only: 'app',
  },
  {
    unless: ['cpu', 'memory', 'gpu'],
    text: 'Modal reserves 0.125 cores and 128 MB and lets a container use more; a `fal.function` has the machine `XS` with 0.5 cores and 512 MB and no more: set `machine_type`.',
    only: 'function',
  },
  {
    unless: [],
    text: 'Modal runs a failed call once; fal repeats queued requests up to 10 times when the runner is lost, answers 503 or 504, or takes too long: set `skip_retry_conditions` where a request must not run twice.',
    only: 'queue',
  },
];

const PUBLIC =
  'A web endpoint is open to everybody on Modal, and private on fal: set `app_auth = "public"` to open it.';

/**
 * What a unit leaves to Modal's defaults where fal's differ: one sentence each, the one that is met first in front.
 * Nothing of it is written into the code. `becomes` is what it is on fal, where that is known already.
 */
export function defaultDifferences(unit: Unit, becomes?: 'app' | 'function'): string[] {
  if (unit.kind === 'entrypoint') return [];
  const kind = becomes ?? (isHttp(unit) ? 'app' : 'function');
  const found = DIFFERENCES.filter(
    ({ unless, only }) =>
      (only === undefined || only === kind || (only === 'queue' && isHttp(unit))) &&
      !unless.some((name) => isSet(unit, name)),
  );
  return [...found.map(({ text }) => text), ...(isWeb(unit) ? [PUBLIC] : [])];
}

function isSet({ settings }: Unit, name: string): boolean {
  const setting = settings.get(name);
  return setting !== undefined && !isUnset(setting);
}

/** A web endpoint that asks for no key of Modal's. */
function isWeb(unit: Unit): boolean {
  const web = webDecorator(unit) !== undefined || unit.methods.some(({ role }) => role === 'web');
  const all = [...unit.decorators, ...unit.methods.flatMap(({ decorators }) => decorators)];
  return (
    web && !all.some(({ call }) => call?.args.some(({ name }) => name === 'requires_proxy_auth'))
  );
}
