import type { LayerCall } from '../../program/image.ts';
import { textOf, textsOf, whyUnknown, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Arguments } from './arguments.ts';
import { argumentExpr, argumentOf } from './call.ts';
import type { ImageLayer } from './layer.ts';
import { localArgument } from './local.ts';

/** `context_dir=` and `build_args=`, which `dockerfile_commands` and `from_dockerfile` share. */
export function buildContext(
  call: LayerCall,
  args: Arguments,
): Pick<ImageLayer, 'context' | 'buildArgs'> {
  args.taken('context_dir', 'build_args');
  const dir = argumentOf(call, 'context_dir') && localArgument(call, 'context_dir');
  if (dir && 'why' in dir)
    args.manual(`\`context_dir=\` is ${dir.why}: pass it to \`ContainerImage\``);
  const values = argumentOf(call, 'build_args');
  const buildArgs = values && textMap(values);
  if (values && !buildArgs) {
    args.manual(
      `\`build_args=\` is ${whyUnknown(values) ?? 'no dict'}: pass it to \`ContainerImage\``,
    );
  }
  return {
    ...(dir && 'path' in dir && { context: dir }),
    ...(buildArgs && { buildArgs }),
  };
}

function textMap(constant: Constant): ReadonlyMap<string, string> | undefined {
  if (constant.kind !== 'dict') return undefined;
  const map = new Map<string, string>();
  for (const { key, value } of constant.entries) {
    const name = textOf(key);
    const text = textOf(value);
    if (name === undefined || text === undefined) return undefined;
    map.set(name, text);
  }
  return map;
}

/**
 * The patterns of `ignore=`, where they are a list or a `FilePatternMatcher` of constants.
 * A list with `!` is none: fal reads the pattern without it, and would leave out what it lets in.
 */
export function ignorePatterns(call: LayerCall, args: Arguments): readonly string[] | undefined {
  args.taken('ignore');
  const folded = call.keywords.get('ignore');
  if (!folded) return undefined;
  const texts = matcherTexts(call) ?? textsOf(folded);
  const negated = texts?.some((text) => text.startsWith('!')) ?? false;
  if (texts && !negated) return texts;
  const why = negated ? 'a list with `!`' : (whyUnknown(folded) ?? 'no list');
  args.manual(
    `\`ignore=\` is ${why}: name what stays behind in \`dockerignore=[...]\` of \`ContainerImage\``,
  );
  return undefined;
}

/** The patterns of `FilePatternMatcher("*.txt")`. */
function matcherTexts({ call, names, scope }: LayerCall): readonly string[] | undefined {
  const expr = argumentExpr(call, 'ignore');
  if (expr?.kind !== 'call') return undefined;
  if (names.symbolOf(expr.func, scope)?.symbol.name !== 'modal.FilePatternMatcher')
    return undefined;
  const texts = expr.args.map(({ value }) => textOf(constantOf(names, value, scope)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
