/** Whether a mark of an earlier conversion holds the place: what it names is nothing of the user's. */
export function isInMark(source: string, at: number): boolean {
  const start = source.lastIndexOf('\n', at - 1) + 1;
  return source.slice(start, at).includes('TODO(modal-lint)');
}
