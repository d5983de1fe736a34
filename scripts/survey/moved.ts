import { conceptsOf, OUTCOMES, totalsOf, type FileSurvey, type Survey } from './survey.ts';

/** What is not as it was in an earlier survey. */
export function movedText(now: Survey, earlier: Survey): string {
  const lines = [
    ...totalLines(now, earlier),
    ...conceptLines(now, earlier),
    ...fileLines(now, earlier),
  ];
  return lines.length === 0 ? 'Nothing moved.' : ['What moved:', ...lines].join('\n');
}

function totalLines(now: Survey, earlier: Survey): string[] {
  const was = flat(totalsOf(earlier));
  return [...flat(totalsOf(now))].flatMap(([name, value]) => {
    const old = was.get(name) ?? 0;
    return name === 'ms' || value === old ? [] : [`  ${name}: ${old} → ${value}`];
  });
}

function flat(totals: ReturnType<typeof totalsOf>): Map<string, number> {
  const { statuses, units, ...plain } = totals;
  const named = (prefix: string, counts: object): [string, number][] =>
    Object.entries(counts).map(([name, value]) => [`${prefix}${name}`, Number(value)]);
  return new Map([...named('', plain), ...named('files ', statuses), ...named('units ', units)]);
}

function conceptLines(now: Survey, earlier: Survey): string[] {
  const was = conceptsOf(earlier);
  const is = conceptsOf(now);
  return [...new Set([...is.keys(), ...was.keys()])].sort().flatMap((id) => {
    const [a, b] = [was.get(id), is.get(id)];
    const moves = ['found', ...OUTCOMES].flatMap((name) => {
      const of = (count: typeof a): number =>
        name === 'found' ? (count?.found ?? 0) : (count?.outcomes[name as 'safe'] ?? 0);
      return of(a) === of(b) ? [] : [`${name} ${of(a)} → ${of(b)}`];
    });
    return moves.length === 0 ? [] : [`  ${id}: ${moves.join(', ')}`];
  });
}

function fileLines(now: Survey, earlier: Survey): string[] {
  const was = filesOf(earlier);
  return [...filesOf(now)].flatMap(([path, file]) => {
    const old = was.get(path);
    const [a, b] = [old ? stateOf(old) : 'not there', stateOf(file)];
    return a === b ? [] : [`  ${path}: ${a} → ${b}`];
  });
}

function filesOf({ repos }: Survey): Map<string, FileSurvey> {
  return new Map(
    repos.flatMap(({ name, files }) =>
      files.map((file) => [`${name}/${file.file}`, file] as const),
    ),
  );
}

function stateOf({ status, compiles, imports, unstable }: FileSurvey): string {
  const told = [
    status,
    ...(compiles === 'failed' ? ['does not compile'] : []),
    ...(imports === 'failed' ? ['does not import'] : []),
    ...(unstable ? ['unstable'] : []),
  ];
  return told.join(', ');
}
