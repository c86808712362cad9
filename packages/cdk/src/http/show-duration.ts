/** Writes a duration for a person, as exact as its length deserves: `0.4 s`, `12 s`, `5 min 20 s`, `14 h 7 min`. */
export function showDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${Number(seconds.toFixed(seconds < 10 ? 3 : 1))} s`;
  if (seconds < 7200) return both(seconds, 60, 'min', 's');
  return both(seconds / 60, 60, 'h', 'min');
}

function both(amount: number, size: number, large: string, small: string): string {
  const whole = Math.round(amount);
  const rest = whole % size;
  return `${Math.floor(whole / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
