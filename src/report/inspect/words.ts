import {
  isDict,
  isList,
  isUnknown,
  type Arguments,
  type Data,
  type DecoratorData,
  type EntryData,
  type Fact,
  type ImageData,
  type ObjectData,
  type ProgramData,
} from '../../model/program-data.ts';
import { oneLine } from '../style.ts';

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

  /** A decorator, with what it says or, where that is shown elsewhere, without. */
  decorator({ symbol, text, arguments: args, doubt }: DecoratorData, short: boolean): string {
    if (symbol === undefined) return oneLine(text ?? '');
    const said = short ? Object.keys(args).length > 0 && '…' : this.arguments(args);
    return oneLine(`${symbol}(${said === false ? '' : said})${this.doubt(doubt)}`);
  }

  /** The App of a unit. */
  app(fact: Fact): string {
    if (fact.sure === 'unknown') return `an App that is not known (${oneLine(fact.why)})`;
    const object = this.objects.get(typeof fact.value === 'string' ? fact.value : '');
    return object?.name ? this.fact(object.name) : 'an App without a name';
  }

  arguments(args: Arguments): string {
    return Object.entries(args)
      .map(([name, fact]) => `${oneLine(name)}=${this.fact(fact)}`)
      .join(', ');
  }

  doubt(doubt: string | undefined): string {
    return doubt === undefined ? '' : ` and more: ${oneLine(doubt)}`;
  }

  private data(value: Data): string {
    if (value === null) return 'None';
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value !== 'object') return JSON.stringify(value);
    if (isList(value)) return `[${value.map((each) => this.data(each)).join(', ')}]`;
    if (isUnknown(value)) return 'several' in value ? '*?' : '?';
    if (isDict(value)) return `{${value.dict.map((each) => this.entry(each)).join(', ')}}`;
    if ('object' in value) return this.object(value.object, value.id);
    if ('made' in value) return `${value.made}(${this.arguments(value.arguments)})`;
    return '***';
  }

  private entry({ key, value }: EntryData): string {
    const rest = isUnknown(key) && 'several' in key;
    return rest ? '**?' : `${this.data(key)}: ${this.data(value)}`;
  }

  private object(kind: string, id: string): string {
    const { name, variable } = this.objects.get(id) ?? {};
    if (name?.sure === 'known') return `${kind} ${this.data(name.value)}`;
    const known = variable ?? this.images.get(id)?.variable;
    return known === undefined ? `${kind} at ${id}` : `${kind} ${known}`;
  }
}
