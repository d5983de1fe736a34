/** `TextToImage` and `text_to_image` → `text-to-image`; digits stay, runs of capitals are one word. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}

/** `text_to_image` → `TextToImage`. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `text-to-image` of either as a name of Python: `text_to_image`. */
export function snake(name: string): string {
  return kebab(name).replaceAll('-', '_');
}

/** What is called when `web` and `Site` are served: `serve_web`, `serve_site`. */
export function servingName(name: string): string {
  const own = snake(name);
  return own.startsWith('serve') ? `${own}_app` : `serve_${own}`;
}
