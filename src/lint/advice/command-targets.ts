import type { ProgramFile } from '../../program/program.ts';
import type { Names } from '../../python/names.ts';
import type { FunctionStmt, Stmt } from '../../python/syntax.ts';
import { pascal, servingName } from '../../text/case.ts';
import type { Command } from '../../text/command.ts';
import { filePath, findFile } from '../../text/find-file.ts';
import { foldersAt } from '../../text/folders.ts';
import type { TextLanguage } from '../../text/language.ts';
import type { DeployTargets, Entrypoint, ProgramFile as Target, Unit } from '../../text/targets.ts';

/** A text with commands, by its path from the root of the run. */
export interface CommandText {
  readonly path: string;
  readonly source: string;
  readonly language: TextLanguage;
}

/** What is known of the file that a command names. */
export type TargetsOf = (command: Command, text: CommandText) => DeployTargets;

/** Nothing is known of any file. */
export const NO_TARGETS: TargetsOf = () => new Map();

/** What a file holds that commands can name; kept when its tree is gone. */
interface Held extends Pick<Target, 'units' | 'entrypoints'> {
  readonly path: string;
  /** It imports another file of the program: what hangs on its App may stand there. */
  readonly brings: boolean;
}

/** What the Python files of a run hold. */
export class CommandTargets {
  /** By the last part of their paths, and then by their paths: a command means one of those that end as it says. */
  private readonly held = new Map<string, Map<string, Held>>();

  add(files: readonly Pick<ProgramFile, 'path' | 'names' | 'uses'>[]): void {
    for (const file of files) {
      const name = lastPart(file.path);
      const alike = this.held.get(name) ?? new Map<string, Held>();
      alike.set(file.path, heldBy(file));
      this.held.set(name, alike);
    }
  }

  /** Whether a file that was read already stands where the text looks first, so that no other can be meant. */
  isNear(wanted: string, path: string): boolean {
    const folders = path.split('/').slice(0, -1);
    const above = [...folders, ''].map((_, up) => folders.slice(0, folders.length - up));
    const alike = this.held.get(lastPart(wanted));
    const paths = above.map((each) => [...each, wanted].join('/'));
    return paths.some((each) => {
      const file = alike?.get(each);
      return file !== undefined && holds(file);
    });
  }

  /** What the file of a command becomes; nothing where it is not known, or others may have a part in it. */
  readonly of: TargetsOf = ({ target, name, span }, text) => {
    const found = new Map<string, Target>();
    if (target?.literal !== true) return found;
    const wanted = filePath(target);
    const alike = this.held.get(lastPart(wanted));
    if (!alike) return found;
    const tree = { files: [...alike.values()], holds, brings };
    const file = findFile(wanted, text.path, foldersAt(text, span.start), tree);
    const isWhole = file && (!file.brings || (file.entrypoints.length > 0 && name.endsWith('run')));
    if (file && isWhole && holds(file)) {
      const path = target.module ? filePath(target) : target.path;
      found.set(target.path, { path, units: file.units, entrypoints: file.entrypoints });
    }
    return found;
  };
}

/** `app.py` of `src/app.py`. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function holds({ units, entrypoints }: Held): boolean {
  return units.length + entrypoints.length > 0;
}

function brings(file: Held): boolean {
  return file.brings;
}

const UNIT = /^modal\.App\.(?:function|cls|local_entrypoint)$/;
/** They give an app, which something has to serve. */
const GIVES = /^modal\.(?:asgi_app|wsgi_app)$/;
const SERVED = /^modal\.(?:asgi_app|wsgi_app|web_server)$/;

function heldBy({ path, names, uses }: Pick<ProgramFile, 'path' | 'names' | 'uses'>): Held {
  const isUnit = uses.some(({ role, symbol }) => role === 'decorator' && UNIT.test(symbol.name));
  const decorated = isUnit ? names.scopes.stmts.filter(isDecorated) : [];
  const units: Unit[] = [];
  const entrypoints: Entrypoint[] = [];
  for (const stmt of decorated) {
    const above = decoratorsOf(stmt, names);
    if (above.includes('modal.App.local_entrypoint')) entrypoints.push(entrypointOf(stmt));
    else if (above.some((name) => UNIT.test(name))) units.push(unitOf(stmt, above));
  }
  return { path, units, entrypoints: withWords(entrypoints), brings: importsOthers(names) };
}

type Decorated = Extract<Stmt, { kind: 'function' | 'class' }>;

function isDecorated(stmt: Stmt): stmt is Decorated {
  return (stmt.kind === 'function' || stmt.kind === 'class') && stmt.decorators.length > 0;
}

function decoratorsOf(stmt: Decorated, names: Names): string[] {
  const scope = names.scopeOf(stmt);
  return stmt.decorators.flatMap((each) => names.decoratorSymbol(each, scope)?.name ?? []);
}

function entrypointOf({ name, ...stmt }: Decorated): Entrypoint {
  const params: FunctionStmt['params'] = 'params' in stmt ? stmt.params : [];
  return { name, parameters: params.map((param) => param.name) };
}

/** A main block for several entrypoints takes the name of one first. */
function withWords(entrypoints: readonly Entrypoint[]): readonly Entrypoint[] {
  if (entrypoints.length < 2) return entrypoints;
  return entrypoints.map((each) => ({ ...each, words: [each.name] }));
}

/** A class keeps its name; an endpoint behind a function becomes a class of that name, and `serve_web` serves what `web` gives. */
function unitOf({ kind, name }: Decorated, decorators: readonly string[]): Unit {
  const isEndpoint = decorators.includes('modal.fastapi_endpoint');
  const isApp = kind === 'class' || isEndpoint;
  const isGiven = kind === 'function' && decorators.some((each) => GIVES.test(each));
  return {
    name: isEndpoint ? pascal(name) : isGiven ? servingName(name) : name,
    kind: isApp ? 'app' : 'function',
    appName: name,
    served: isApp || decorators.some((each) => SERVED.test(each)),
  };
}

function importsOthers(names: Names): boolean {
  return names.scopes.stmts.some((stmt) => {
    if (stmt.kind === 'import') return stmt.names.some(({ module }) => names.open(module, 0));
    if (stmt.kind !== 'import-from') return false;
    return names.open(stmt.module, stmt.level) !== undefined;
  });
}
