import type { Changes } from './changes.ts';
import type { Command, Word } from './command.ts';
import { carryFlags, flagNamed, isRefusal, manual, noEquivalent, rename } from './outcome.ts';
import type { FlagRules, Outcome } from './outcome.ts';

const oneDisk: FlagRules = {
  '--env': { reason: 'Fal has one `/data` for all environments: `--env` is dropped.' },
};

/** Converts commands on volumes (files under `/data/<volume>`) and secrets. */
export function convertStorage(command: Command): Outcome | undefined {
  switch (command.name.replace(/^modal nfs/u, 'modal volume')) {
    case 'modal volume':
      return renamed(command, 'files', {}, () => []);
    case 'modal volume list':
      return convertList(command);
    case 'modal volume ls':
      return convertLs(command);
    case 'modal volume get':
      return convertGet(command);
    case 'modal volume put':
      return convertPut(command);
    case 'modal volume rm':
      return convertRm(command);
    case 'modal volume delete':
      return convertDelete(command);
    case 'modal volume rename':
      return convertRename(command);
    case 'modal volume create':
      return noEquivalent(
        'Fal has one disk, `/data`; a folder on it comes into being when something is written: remove this command.',
      );
    case 'modal volume cp':
      return manual(
        'Fal copies no files on `/data`; `fal files mv` moves them, a function can copy them.',
      );
    case 'modal volume dashboard':
      return noEquivalent('Fal shows the files on `/data` with `fal files list /data`.');
    case 'modal secret create':
      return convertSecretCreate(command);
    case 'modal secret delete':
      return convertSecretDelete(command);
    default:
      return undefined;
  }
}

/** Names the command anew, carries its options, lets `more` change its words. */
function renamed(
  command: Command,
  to: string,
  flags: FlagRules,
  more: (changes: Changes) => readonly string[] | Outcome,
): Outcome {
  const changes: Changes = new Map();
  rename(command, to, changes);
  const lost = carryFlags(command, flags, changes);
  if (isRefusal(lost)) return lost;
  // Where a document only names the command there are no words to change.
  if (command.positionals.length === 0) return { lines: [changes], reasons: [] };
  const told = more(changes);
  if ('length' in told) return { lines: [changes], reasons: [...told, ...lost.reasons] };
  return told;
}

function convertList(command: Command): Outcome {
  const changes: Changes = new Map();
  rename(command, 'files list /data', changes);
  const lost = carryFlags(command, oneDisk, changes);
  if (isRefusal(lost)) return lost;
  return {
    lines: [changes],
    reasons: ['`fal files list /data` lists all folders, volumes or not.', ...lost.reasons],
  };
}

function convertLs(command: Command): Outcome {
  return renamed(command, 'files list', oneDisk, (changes) => {
    const [volume, path] = command.positionals;
    const refused = moveUnderData(command, changes, volume, path);
    return refused ?? [];
  });
}

function convertGet(command: Command): Outcome {
  const flags: FlagRules = { ...oneDisk, '--force': {} };
  return renamed(command, 'files download', flags, (changes) => {
    const [volume, remote, local] = command.positionals;
    if (local?.text === '-') {
      return manual(
        '`fal files download` writes no file to standard output: download it, then read it.',
      );
    }
    const refused = moveUnderData(command, changes, volume, remote);
    if (refused !== undefined) return refused;
    if (local === undefined && remote !== undefined) append(changes, remote, '.');
    return overwrites(command, 'download');
  });
}

function convertPut(command: Command): Outcome {
  const flags: FlagRules = { ...oneDisk, '--force': {} };
  return renamed(command, 'files upload', flags, (changes) => {
    const [volume, local, remote] = command.positionals;
    if (volume === undefined || local === undefined) return [];
    if (remote === undefined) {
      if (!canJoin(command, volume, volume)) return unknownPath();
      changes.set(volume, []);
      append(changes, local, `/data/${volume.raw}/`);
      return overwrites(command, 'upload');
    }
    return moveUnderData(command, changes, volume, remote) ?? overwrites(command, 'upload');
  });
}

function convertRm(command: Command): Outcome {
  const flags: FlagRules = { ...oneDisk, '--recursive': {} };
  return renamed(command, 'files rm', flags, (changes) => {
    const [volume, path] = command.positionals;
    const refused = moveUnderData(command, changes, volume, path);
    if (refused !== undefined) return refused;
    if (flagNamed(command, '--recursive') !== undefined) return [];
    return ['`fal files rm` removes folders as well, without `--recursive`.'];
  });
}

function convertDelete(command: Command): Outcome {
  const flags: FlagRules = { ...oneDisk, '--yes': {}, '--confirm': {}, '--allow-missing': {} };
  return renamed(command, 'files rm', flags, (changes) => {
    const refused = moveUnderData(command, changes, command.positionals[0], undefined);
    return refused ?? ['`fal files rm` removes the folder under `/data` and asks nothing.'];
  });
}

function convertRename(command: Command): Outcome {
  return renamed(command, 'files mv', { ...oneDisk, '--yes': {} }, (changes) => {
    for (const volume of command.positionals) {
      const refused = moveUnderData(command, changes, volume, undefined);
      if (refused !== undefined) return refused;
    }
    return ['The folder moves under `/data`; code that reads the old path must change, too.'];
  });
}

/** `v /p` becomes `/data/v/p`, `v` alone `/data/v`. */
function moveUnderData(
  command: Command,
  changes: Changes,
  volume: Word | undefined,
  path: Word | undefined,
): Outcome | undefined {
  if (volume === undefined) return undefined;
  if (!canJoin(command, volume, path ?? volume)) return unknownPath();
  if (path?.text.includes('*') === true) {
    return manual('`fal files` takes no patterns: name the folder or each file.');
  }
  if (path === undefined) {
    changes.set(volume, [`/data/${volume.raw}`]);
    return undefined;
  }
  changes.set(volume, []);
  changes.set(path, [`/data/${volume.raw}${below(path.raw)}`]);
  return undefined;
}

/** `/x` of `/x`, `x`, `./x`; nothing of `/`. */
function below(raw: string): string {
  const [, quote = '', rest = ''] = /^(["']?)(?:\.?\/+)?(.*)$/su.exec(raw) ?? [];
  return rest === '' || rest === '.' || rest === quote ? '' : `/${quote}${rest}`;
}

/** In a list two words can be joined only where both are strings and the volume's is no f-string. */
function canJoin({ place }: Command, volume: Word, path: Word): boolean {
  if (place.form === 'shell') return true;
  return volume.quote !== '' && path.quote === volume.quote && (volume.literal || volume === path);
}

function unknownPath(): Outcome {
  return manual(
    'The volume or path is computed here: put `/data/<volume>/<path>` together by hand for `fal files`.',
  );
}

function append(changes: Changes, word: Word, text: string): void {
  changes.set(word, [...(changes.get(word) ?? [word.raw]), text]);
}

function overwrites(command: Command, verb: string): readonly string[] {
  if (flagNamed(command, '--force') !== undefined) return [];
  return [`\`fal files ${verb}\` overwrites what is there; Modal does so only with \`--force\`.`];
}

/** `secret create g K=v` sets `K=v`: the group's name goes, the user's own words stay where they are. */
function convertSecretCreate(command: Command): Outcome {
  const flags: FlagRules = { '--env': { to: '--env' }, '--force': {} };
  if (flagNamed(command, '--from-dotenv') ?? flagNamed(command, '--from-json')) {
    return manual('Fal reads no secrets from a file: set each with `fal secrets set NAME=VALUE`.');
  }
  return renamed(command, 'secrets set', flags, (changes) => {
    const [group, ...pairs] = command.positionals;
    if (pairs.length === 0) {
      return manual(
        'This secret gets no keys on the command line: set each with `fal secrets set NAME=VALUE`.',
      );
    }
    if (pairs.some((pair) => /=["']?-["']?$/u.test(pair.raw))) {
      return manual(
        'Fal opens no editor for `NAME=-`: set the value with `fal secrets set NAME=VALUE`.',
      );
    }
    if (group !== undefined) changes.set(group, []);
    return [];
  });
}

function convertSecretDelete(command: Command): Outcome {
  if (command.positionals.length > 0) {
    return manual(
      'A fal secret is one name, not a group: remove each key of the group with `fal secrets unset NAME`.',
    );
  }
  return renamed(command, 'secrets unset', {}, () => []);
}
