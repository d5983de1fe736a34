import { Lines } from '../../model/lines.ts';
import type { PlaceData } from '../../model/program-data.ts';
import type { Names } from '../../python/names.ts';

/** Tells where things stand, in the paths that the reader knows. */
export class Places {
  private readonly shown: (path: string) => string;
  private readonly lines = new Map<Names, Lines>();

  constructor(shown: (path: string) => string) {
    this.shown = shown;
  }

  file({ file }: Names): string {
    return this.shown(file);
  }

  of(names: Names, offset: number): PlaceData {
    const lines = this.lines.get(names) ?? new Lines(names.module.source);
    this.lines.set(names, lines);
    return { file: this.file(names), ...lines.position(offset) };
  }

  /** `app.py:3:7`. */
  id(names: Names, offset: number): string {
    const { file, line, column } = this.of(names, offset);
    return `${file}:${line}:${column}`;
  }
}
