import { Lines } from '../model/lines.ts';
import type { FileData, ProgramData } from '../model/program-data.ts';
import { readCalls } from './describe/calls.ts';
import { Objects } from './describe/objects.ts';
import { Places } from './describe/places.ts';
import { UnitReader } from './describe/units.ts';
import type { Program, ProgramFile } from './program.ts';
import { readUnits } from './read-units.ts';

/** Says what is known of a program as plain data; `shown` gives the path under which a file is shown. */
export function describeProgram(
  program: Program,
  shown: (path: string) => string = (path) => path,
): ProgramData {
  const places = new Places(shown);
  const objects = new Objects(program, places);
  const units = readUnits(program);
  const reader = new UnitReader(places, objects);
  const data = units.map((unit) => reader.read(unit));
  const apps = objects.of('apps');
  return {
    files: program.files.map((file) => fileData(file, shown)),
    apps,
    images: objects.images.all(),
    volumes: objects.of('volumes'),
    secrets: objects.of('secrets'),
    dicts: objects.of('dicts'),
    queues: objects.of('queues'),
    schedules: objects.of('schedules'),
    units: data,
    calls: readCalls(program, { units, data, apps }, places),
  };
}

function fileData({ path, names, uses }: ProgramFile, shown: (path: string) => string): FileData {
  const { source, errors } = names.module;
  const lines = new Lines(source);
  return {
    file: shown(path),
    errors: errors.map(({ start }) => lines.position(start)),
    uses: uses.map(({ symbol, role, span, keyword, aio }) => ({
      symbol: symbol.name,
      ...(symbol.legacy !== undefined && { legacy: symbol.legacy }),
      role,
      ...(keyword && { keyword: keyword.name }),
      ...(aio && { aio }),
      ...lines.position(span.start),
    })),
  };
}
