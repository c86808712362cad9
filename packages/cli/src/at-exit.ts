const actions = new Set<() => void>();

/**
 * Does something when the tool ends before it could do it in order, as it does at a second Ctrl+C: what it started must not stay, nor
 * what it wrote for a moment. The action is run synchronously.
 *
 * @returns Call it once the action is no longer needed.
 */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.on('exit', runAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) process.off('exit', runAll);
  };
}

function runAll(): void {
  // The latest first: a connector must not write any more into the folder that was made for it.
  for (const action of [...actions].toReversed()) {
    try {
      action();
    } catch {
      // What cannot be cleared away keeps nothing else from being.
    }
  }
}
