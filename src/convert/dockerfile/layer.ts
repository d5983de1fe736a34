import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Layer } from '../part.ts';

/** A path on the machine that deploys, and the folder that it starts from. */
export interface LocalPath {
  /** With `/`, without `./` before or `/` after it; `.` for the folder itself, `..` in front of what lies outside. */
  readonly path: string;
  /** Where the deploying shell stands, or the top of the tree: `Path(__file__).parent` has its place in it. */
  readonly from: 'cwd' | 'tree';
}

/** Something local that a layer brings into the image. */
export interface LocalFile extends LocalPath {
  readonly kind: 'file' | 'dir';
  /** Where it lands, as the program says it. */
  readonly to: string;
  /** Of a Python module: its name. */
  readonly module?: string;
  /** Of a module: it is imported while the unit runs, so its file has to be there. */
  readonly imported?: boolean;
  /** Patterns of files that stay behind, relative to the folder; absent: what fal leaves out by itself. */
  readonly ignore?: readonly string[];
}

/** A layer with what the image as a whole has to know of it. */
export interface ImageLayer extends Layer {
  /** Of the first layer: what the image is made from, so that fal's needs are met in its way. */
  readonly base?: 'debian' | 'micromamba' | 'registry';
  /** Of the first layer: Python that was asked for, or that of the machine that deploys. */
  readonly python?: { readonly version: string; readonly asked: boolean };
  /** Local files that the lines copy. */
  readonly files?: readonly LocalFile[];
  /** The folder that `COPY` lines start from, where the program names one. */
  readonly context?: LocalPath;
  /** Patterns of files in that folder that are not uploaded. */
  readonly ignore?: readonly string[];
  /** Values of `ARG`s. */
  readonly buildArgs?: ReadonlyMap<string, string>;
  /** Variables that the lines take as build secrets. */
  readonly secrets?: readonly string[];
  /** Of `from_dockerfile`: the user's Dockerfile, to which the lines are added. */
  readonly userFile?: UserFile;
}

/** A Dockerfile of the user's, by the expression of its path. */
export interface UserFile {
  readonly expr: Expr;
  readonly names: Names;
  /** Where it is, if that is known. */
  readonly place?: LocalPath;
  /** The path as text, where the program says one. */
  readonly text?: string;
}
