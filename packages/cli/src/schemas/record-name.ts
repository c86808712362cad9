/** What one record of a stream is called, as the title of its schema and the name of its type: `order_lines` → `OrderLine`. */
export function recordName(stream: string): string {
  const words = stream.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const last = words.pop() ?? 'record';
  return [...words, singular(last)].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function singular(word: string): string {
  if (/(?:ss|us|is|news|series)$/i.test(word)) return word;
  if (/[^aeiou]ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (/(?:sses|shes|ches|xes|zes|uses)$/i.test(word)) return word.replace(/es$/i, '');
  return word.replace(/s$/i, '');
}
