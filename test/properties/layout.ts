import fc from 'fast-check';

/** How a generated program is laid out: the same program must survive in all of them. */
export interface Layout {
  readonly newline: '\n' | '\r\n';
  readonly indent: string;
  readonly quote: '"' | "'";
  /** How the SDK is brought in. */
  readonly imported: 'module' | 'alias' | 'names';
  /** Name of the App's variable. */
  readonly app: string;
  /** Empty lines between blocks. */
  readonly gap: number;
  /** Keywords of a decorator stand on lines of their own. */
  readonly tall: boolean;
  /** A comment between decorators, and behind them. */
  readonly comments: boolean;
  /** Statements are joined by semicolons where that is Python. */
  readonly semicolons: boolean;
  readonly lastNewline: boolean;
}

export const layouts: fc.Arbitrary<Layout> = fc.record({
  newline: fc.constantFrom('\n', '\n', '\r\n'),
  indent: fc.constantFrom('    ', '    ', '  ', '\t'),
  quote: fc.constantFrom('"', "'"),
  imported: fc.constantFrom('module', 'module', 'alias', 'names'),
  app: fc.constantFrom('app', 'app', 'stub', 'my_app'),
  gap: fc.nat({ max: 3 }),
  tall: fc.boolean(),
  comments: fc.boolean(),
  semicolons: fc.boolean(),
  lastNewline: fc.boolean(),
});

/** Writes code in a layout. */
export class Writer {
  readonly layout: Layout;
  /** Names of the SDK that the program uses. */
  readonly used = new Set<string>();

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** `modal.Image`, `m.Image` or `Image`. */
  sdk(name: string): string {
    this.used.add(name.split('.')[0] ?? name);
    const { imported } = this.layout;
    return imported === 'names' ? name : `${imported === 'alias' ? 'm' : 'modal'}.${name}`;
  }

  text(value: string): string {
    return `${this.layout.quote}${value}${this.layout.quote}`;
  }

  /** Lines one level deeper. */
  deeper(lines: readonly string[]): string[] {
    return lines.map((line) => (line === '' ? line : this.layout.indent + line));
  }

  call(callee: string, args: readonly string[]): string[] {
    const { tall, comments, indent } = this.layout;
    if (!tall || args.length === 0) return [`${callee}(${args.join(', ')})`];
    const note = comments ? '  # why' : '';
    return [`${callee}(${note}`, ...args.map((arg) => `${indent}${arg},`), ')'];
  }

  decorator(callee: string, args: readonly string[]): string[] {
    const [first = '', ...rest] = this.call(callee, args);
    const note = this.layout.comments ? ['# said of it'] : [];
    return [`@${first}`, ...rest, ...note];
  }

  imports(): string[] {
    const { imported } = this.layout;
    if (imported === 'module') return ['import modal'];
    if (imported === 'alias') return ['import modal as m'];
    return [`from modal import ${[...this.used].sort().join(', ')}`];
  }
}
