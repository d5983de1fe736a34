import type { FreeName } from './cell-code.ts';
import { kebab } from './ids.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What stands above the code of a cell so that it reads as a program: `app` is the app, `image` an image, `call` a function
 * call; a name in capitals is a class of the user's, and another name a function of the user's.
 */
export function preludeOf(free: ReadonlyMap<string, FreeName>, modal: Vocabulary): string {
  const objects = objectNames(modal);
  const lines = ['import modal', 'app = modal.App()'];
  for (const [name, use] of free) {
    if (name === 'modal' || name === 'app') continue;
    lines.push(...declare(name, use, objects, modal));
  }
  return `${lines.join('\n')}\n`;
}

function declare(
  name: string,
  { attrs, objectAttrs, called }: FreeName,
  objects: ReadonlyMap<string, string>,
  modal: Vocabulary,
): string[] {
  if (/^[A-Z]/.test(name)) {
    // `Cls` is what every page calls the user's class.
    if (name !== 'Cls' && modal.sdk.lookup(`modal.${name}`)) return [`from modal import ${name}`];
    if (!called && attrs.size === 0) return [];
    const methods = [...objectAttrs].filter((attr) => !modal.sdk.lookup(`modal.Cls.${attr}`));
    const body = methods.flatMap((attr) => ['    @modal.method()', `    def ${attr}(self): ...`]);
    return ['@app.cls()', `class ${name}:`, ...(body.length > 0 ? body : ['    pass'])];
  }
  const object = objects.get(name);
  if (object !== undefined && attrs.size > 0) return [`${name}: ${object}`];
  const isFunction = [...attrs].some((attr) => modal.sdk.lookup(`modal.Function.${attr}`));
  return isFunction ? ['@app.function()', `def ${name}(): ...`] : [];
}

/** `image` → `modal.Image`, `function_call` and `call` → `modal.FunctionCall`. */
function objectNames(modal: Vocabulary): ReadonlyMap<string, string> {
  const classes = modal.childrenOf('modal').filter((name) => {
    return modal.file.symbols[`modal.${name}`]?.kind === 'class';
  });
  const names = new Map<string, string>();
  for (const name of classes) {
    const last = kebab(name).split('-').at(-1) ?? '';
    if (!names.has(last)) names.set(last, `modal.${name}`);
  }
  for (const name of classes) names.set(kebab(name).replaceAll('-', '_'), `modal.${name}`);
  return names;
}
