/** Makes the filter of the mapping table work; the table is whole without it. */
export function startFilter(): void {
  const form = document.querySelector<HTMLFormElement>('#mapping form');
  const search = form?.querySelector<HTMLInputElement>('input[type=search]');
  const count = form?.querySelector('output');
  if (!form || !search || !count) return;
  const groups = [...document.querySelectorAll<HTMLElement>('#mapping tbody')].map(readGroup);
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);

  const apply = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = new FormData(form).get('verdict') ?? '';
    let shown = 0;
    for (const { element, rows } of groups) {
      const before = shown;
      for (const row of rows) {
        const fits =
          (verdict === '' || row.verdict === verdict) && words.every((w) => row.text.includes(w));
        row.element.hidden = !fits;
        if (fits) shown++;
      }
      element.hidden = shown === before;
    }
    count.textContent = shown === total ? `${total} rows` : `${shown} of ${total} rows`;
    keepInAddress(form);
  };

  restoreFromAddress(form, search);
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
}

interface Group {
  readonly element: HTMLElement;
  readonly rows: readonly Row[];
}

interface Row {
  readonly element: HTMLElement;
  readonly verdict: string | undefined;
  /** Everything that the words are looked for in, in small letters. */
  readonly text: string;
}

function readGroup(element: HTMLElement): Group {
  const rows = [...element.querySelectorAll<HTMLElement>('tr[data-verdict]')];
  const title = element.querySelector('.ml-topic')?.textContent ?? '';
  return {
    element,
    rows: rows.map((row) => ({
      element: row,
      verdict: row.dataset.verdict,
      text: `${row.textContent} ${row.dataset.words ?? ''} ${title}`.toLowerCase(),
    })),
  };
}

/** `?q=volume&verdict=manual`, so that a filtered table can be sent to somebody. */
function keepInAddress(form: HTMLFormElement): void {
  const address = new URL(location.href);
  for (const name of ['q', 'verdict']) {
    const value = new FormData(form).get(name);
    if (typeof value === 'string' && value !== '') address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, '', address);
}

function restoreFromAddress(form: HTMLFormElement, search: HTMLInputElement): void {
  const given = new URL(location.href).searchParams;
  search.value = given.get('q') ?? '';
  for (const radio of form.querySelectorAll<HTMLInputElement>('input[name=verdict]')) {
    radio.checked = radio.value === (given.get('verdict') ?? '');
  }
}
