import type {
  Arguments,
  Data,
  DecoratorData,
  Fact,
  ImageData,
  ObjectData,
  ProgramData,
} from '../model/program-data.ts';
import { oneLine } from './style.ts';

/** Says values in words: objects by their names, what is not known as `?` with the reason behind it. */
export class InspectWords {
  private readonly objects: ReadonlyMap<string, ObjectData>;
  private readonly images: ReadonlyMap<string, ImageData>;

  constructor(program: ProgramData) {
    const { apps, volumes, secrets, dicts, queues, schedules, images } = program;
    const all = [...apps, ...volumes, ...secrets, ...dicts, ...queues, ...schedules];
    this.objects = new Map(all.map((each) => [each.id, each]));
    this.images = new Map(images.map((each) => [each.id, each]));
  }

  fact(fact: Fact): string {
    if (fact.sure === 'unknown') return oneLine(`? (it is ${fact.why})`);
    const text = oneLine(this.data(fact.value));
    return fact.sure === 'known' ? text : `${text} (it is ${oneLine(fact.why)})`;
  }

  /** What makes an object: `app = modal.App("captions")`. */
  definition({ variable, made, arguments: args, legacy }: ObjectData): string {
    const name = variable === undefined ? '' : `${variable} = `;
    const was = legacy === undefined ? '' : `, written as ${legacy}`;
    return oneLine(`${name}${made}(${this.arguments(args)})${was}`);
  }

  decorator({ symbol, text, arguments: args, doubt }: DecoratorData): string {
    if (symbol === undefined) return oneLine(text ?? '');
    return oneLine(`${symbol}(${this.names(args)})${this.doubt(doubt)}`);
  }

  arguments(args: Arguments): string {
    return Object.entries(args)
      .map(([name, fact]) => `${oneLine(name)}=${this.fact(fact)}`)
      .join(', ');
  }

  doubt(doubt: string | undefined): string {
    return doubt === undefined ? '' : ` and more: ${oneLine(doubt)}`;
  }

  /** Settings have lines of their own: a decorator shows their names, others their values. */
  private names(args: Arguments): string {
    const long = Object.keys(args).length > 2;
    return long ? Object.keys(args).join(', ') : this.arguments(args);
  }

  private data(value: Data): string {
    if (value === null) return 'None';
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value !== 'object') return JSON.stringify(value);
    if ('unknown' in value) return value.several === true ? '*?' : '?';
    if ('hidden' in value) return '***';
    if ('entries' in value) return this.entries(value);
    if ('object' in value) return this.object(value.object, value.id);
    if ('made' in value) return `${value.made}(${this.arguments(value.arguments)})`;
    return `[${value.map((each) => this.data(each)).join(', ')}]`;
  }

  private entries({
    entries,
  }: {
    readonly entries: readonly { key: Data; value: Data }[];
  }): string {
    const pairs = entries.map(({ key, value }) => {
      const rest = typeof key === 'object' && key !== null && 'several' in key;
      return rest ? '**?' : `${this.data(key)}: ${this.data(value)}`;
    });
    return `{${pairs.join(', ')}}`;
  }

  private object(kind: string, id: string): string {
    const { name, variable } = this.objects.get(id) ?? {};
    if (name?.sure === 'known') return `${kind} ${this.data(name.value)}`;
    const known = variable ?? this.images.get(id)?.variable;
    return known === undefined ? `${kind} at ${id}` : `${kind} ${known}`;
  }
}
