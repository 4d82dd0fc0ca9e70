/** A value that is edited by steps which can be undone and done again. Immutable: every function gives a new history. */
export interface History<T> {
  readonly now: T
  readonly past: readonly T[]
  readonly future: readonly T[]
}

const depth = 100

export function begin<T>(value: T): History<T> {
  return { now: value, past: [], future: [] }
}

/** Takes a step; what had been undone is forgotten. A step that changes nothing is none. */
export function step<T>(history: History<T>, value: T): History<T> {
  if (value === history.now) return history
  return { now: value, past: [...history.past, history.now].slice(-depth), future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { now: before, past: history.past.slice(0, -1), future: [history.now, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { now: after, past: [...history.past, history.now], future }
}

/** Applies news from outside to the present and to every remembered value, so that an undo does not bring back the old news. */
export function rebase<T>(history: History<T>, news: (value: T) => T): History<T> {
  return { now: news(history.now), past: history.past.map(news), future: history.future.map(news) }
}
