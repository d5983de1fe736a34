// These functions run in the browser: each holds all that it needs.

/** What is wrong with the theme, the width, the head and the order of the headings. */
export function pageProblems(theme: string): string[] {
  const problems: string[] = [];
  const { scrollWidth, dataset } = document.documentElement;
  if (dataset.theme !== theme) problems.push(`is ${dataset.theme} where ${theme} is wanted`);
  if (scrollWidth > innerWidth) problems.push(`is ${scrollWidth} wide on ${innerWidth}`);
  const description = document.querySelector('meta[name=description]')?.getAttribute('content');
  if (document.title.length < 10) problems.push(`has the title "${document.title}"`);
  if (!description || description.length < 40) problems.push('has no telling description');
  const levels = [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')]
    .filter((heading) => heading.checkVisibility())
    .map((heading) => Number(heading.tagName.slice(1)));
  if (levels.filter((level) => level === 1).length !== 1) problems.push('has not one h1');
  levels.forEach((level, i) => {
    const before = levels[i - 1] ?? 0;
    if (level > before + 1) problems.push(`jumps from h${before} to h${level}`);
  });
  for (const image of document.querySelectorAll('img')) {
    if (!image.hasAttribute('alt')) problems.push(`has an image without a text: ${image.src}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) problems.push(`has ids twice: ${twice.join(', ')}`);
  return problems;
}

/** Texts that stand out less than WCAG AA wants. */
export function contrastProblems(): string[] {
  type Colour = readonly [number, number, number, number];

  const read = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    // Mixed colours are given as parts of one.
    return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (i: 0 | 1 | 2): number => top[i] * top[3] + below[i] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const luminance = ([r, g, b]: Colour): number => {
    const part = (value: number): number => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const backgroundOf = (element: Element): Colour => {
    const layers: Colour[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1] as Colour);
  };

  const problems = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? '';
    const element = walker.currentNode.parentElement;
    if (
      text === '' ||
      !element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    ) {
      continue;
    }
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const style = getComputedStyle(element);
    const background = backgroundOf(element);
    const colour = over(read(style.color), background);
    const [light, dark] = [luminance(colour), luminance(background)].sort((a, b) => b - a);
    const contrast = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) {
      problems.add(
        `${contrast.toFixed(2)} ${style.color} on ${background.slice(0, 3).join(' ')}: ${text.slice(0, 40)}`,
      );
    }
  }
  return [...problems];
}

/** The first finding that a topic shows whole: the command, the files that it is about, what it prints. */
export function shownFinding(): { args: string[]; files: Record<string, string>; text: string } {
  const codeOf = (element: Element): string => {
    // The button for copying holds the code; a line end is written as a character that no code has.
    const code = element.querySelector('button[data-code]')?.getAttribute('data-code') ?? '';
    return code.replaceAll('\u007f', '\n');
  };
  const captionOf = (element: Element): string =>
    element.querySelector('.ml-caption code')?.textContent ?? '';
  for (const finding of document.querySelectorAll('.ml-finding')) {
    const lines = [...finding.querySelectorAll('.ec-line')].map((line) => line.textContent);
    const text = lines.map((line) => line.replace(/\n$/, '')).join('\n');
    if (/^… and \d+ more$/m.test(text)) continue;
    const files: Record<string, string> = {};
    for (const side of finding.parentElement?.querySelectorAll('.ml-side:first-child') ?? []) {
      files[captionOf(side)] = `${codeOf(side)}\n`;
    }
    const [, ...args] = captionOf(finding).split(' ');
    return { args, files, text: text.trim() };
  }
  throw new Error('the page shows no finding');
}
