export type Params = Record<string, string>

/** Matches a path against a pattern such as `/app/dispatch/:day`; undefined when it does not fit. */
export function match(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/').filter(Boolean)
  const given = path.split('/').filter(Boolean)
  if (wanted.length !== given.length) return undefined
  const params: Params = {}
  for (const [i, part] of wanted.entries()) {
    const value = decoded(given[i] ?? '')
    if (part.startsWith(':')) params[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The first of the routes that fits a path, with its parameters. */
export function find<R extends { path: string }>(
  routes: readonly R[],
  path: string,
): { route: R; params: Params } | undefined {
  for (const route of routes) {
    const params = match(route.path, path)
    if (params) return { route, params }
  }
  return undefined
}
