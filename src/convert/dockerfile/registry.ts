import type { LayerCall } from '../../program/image.ts';
import { Arguments } from './arguments.ts';
import type { Place } from '../written/place.ts';
import type { ImageLayer } from './layer.ts';
import { joined, mapText } from './template.ts';
import { addPython, askedPython } from './python.ts';

/** An image of a registry, with Python added where the program asks for it, and its setup lines. */
export function registryLayer(call: LayerCall, rule: string, place: Place): ImageLayer {
  const args = new Arguments(call, rule, place);
  const tag = args.line('tag', 0);
  const setup = setupLines(call, args);
  const python = askedPython(args, 'add_python');
  if (python.asked) {
    args.unsafe(
      `\`add_python="${python.version}"\` copies a Python of Modal's: the Dockerfile installs the same kind with uv, maybe in another patch version`,
    );
  }
  // The second positional argument is the secret.
  if (call.args.length > 1) {
    args.manual(
      'The credentials of the registry are left out: pass them in `registries={...}` of the image',
    );
  }
  const from =
    tag === undefined
      ? []
      : [mapText(joined('FROM ', tag), (text) => text.replace(/^FROM docker:\/\//, 'FROM '))];
  return {
    base: 'registry',
    ...(python.asked && { python }),
    dockerfile: [...from, ...(python.asked ? addPython(python.version) : []), ...setup],
    reasons: args.finish(),
  };
}

/** Before 0.50 they were shell commands, under the name `setup_commands`. */
function setupLines({ call }: LayerCall, args: Arguments): readonly string[] {
  const lines = args.texts('setup_dockerfile_commands') ?? [];
  const shell = call.args.some((arg) => arg.name === 'setup_commands');
  return shell ? lines.map((line) => `RUN ${line}`) : lines;
}
