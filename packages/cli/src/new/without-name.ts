/** Takes what a module imports under a name out of it: from its import, and from the lists that it stands in. */
export function withoutName(module: string, name: string): string {
  return module
    .replace(new RegExp(`^import (?:type )?\\{ ${name} \\} from .*\\n`, 'm'), '')
    .replace(/^import \{[^}]*\}/gm, (names) => withoutItem(names, name))
    .replace(/\[[^[\]]*\]/g, (list) => withoutItem(list, `(?:new )?${name}(?:\\([^()]*\\))?`));
}

/** Takes one item out of a list in brackets or braces. */
function withoutItem(list: string, item: string): string {
  return list
    .replace(new RegExp(`(?<=[[{,]\\s*)${item},\\s*`), '')
    .replace(new RegExp(`,\\s*${item}(?=\\s*[\\]}])`), '');
}
