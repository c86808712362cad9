/** Leaves out of a project's documents the list items that begin with a link to a file which the project does not have. */
export function withoutDeadLinks(project: ReadonlyMap<string, string>): Map<string, string> {
  const paths = [...project.keys()];
  const isDead = (line: string): boolean => {
    const [, target = ''] = /^- \[[^\]]*\]\(([^):]+)\)/.exec(line) ?? [];
    return target !== '' && !paths.some((path) => path === target || path.startsWith(target));
  };
  return new Map([...project].map(([path, text]) => [path, path.endsWith('.md') ? withoutLines(text, isDead) : text]));
}

function withoutLines(text: string, isLeftOut: (line: string) => boolean): string {
  return text
    .split('\n')
    .filter((line) => !isLeftOut(line))
    .join('\n');
}
