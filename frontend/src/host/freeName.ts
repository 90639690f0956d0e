/** Return the first of `a.svg`, `a (2).svg`, `a (3).svg` … that is not taken; case does not matter. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const used = new Set([...taken].map(each => each.toLowerCase()));
  const dot = name.lastIndexOf('.');
  const [stem, suffix] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let number = 2; used.has(free.toLowerCase()); number++) {
    free = `${stem} (${number})${suffix}`;
  }
  return free;
}
