import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { pipFlags, run } from '../dockerfile/packages.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

const TOKENS = new Map([
  ['github.com', 'GITHUB_TOKEN'],
  ['gitlab.com', 'GITLAB_TOKEN'],
]);

/** `pip_install_private_repos("github.com/…", git_user=…)` → lines that read the token from a build secret. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-pip-install-private-repos', place);
  const repositories = args.rest();
  const user = args.text('git_user') ?? 'git';
  const flags = pipFlags(args);
  args.taken('secrets');
  const tokens = new Set<string>();
  const installs = repositories.flatMap((repository) => {
    const token = TOKENS.get(repository.split('/')[0] ?? '');
    if (token === undefined) return [];
    tokens.add(token);
    const url = `"git+https://${user}:$${token}@${repository}"`;
    return [run(`--mount=type=secret,id=${token},env=${token} python3 -m pip install`, url, flags)];
  });
  const named = [...tokens].map((token) => `\`${token}\``).join(' and ');
  args.manual(
    `The Dockerfile reads the token from a build secret: pass ${named} in \`secrets={...}\` of the image`,
  );
  const git = 'RUN apt-get update && apt-get install -y git';
  return { dockerfile: [git, ...installs], reasons: args.finish() };
}
