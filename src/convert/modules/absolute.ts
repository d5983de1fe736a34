/** The dotted name by which a module is imported from above its package, and not from within it. */
export function absoluteModule(path: string, level: number, module: string): string {
  const folders = path.split('/').slice(0, -1);
  const home = folders.slice(0, folders.length - level + 1);
  const named = home.slice(home.findLastIndex((folder) => !/^[A-Za-z_]\w*$/.test(folder)) + 1);
  return [...named, ...(module === '' ? [] : [module])].join('.');
}
