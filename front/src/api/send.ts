import type { Words } from '../i18n/words'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Call {
  method?: Method
  path: string
  /** JSON value, or a Blob or form that is sent as it is. */
  body?: unknown
  /** Sent as Idempotency-Key: the server answers a repetition with the first answer. */
  key?: string
  /** When the person acted, if that was before the sending. */
  at?: number
  signal?: AbortSignal
}

export interface FieldProblem {
  path: string
  code: string
  args?: Record<string, string | number>
}

const kinds: Record<number, string> = {
  0: 'network',
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'stale',
  422: 'invalid',
  429: 'throttled',
  503: 'unavailable',
}

/** What the server answered instead of what was asked; status 0 means that it could not be reached. */
export class Problem extends Error {
  readonly kind: string

  constructor(
    readonly status: number,
    readonly code: string,
    readonly args: Record<string, string | number> = {},
    readonly fields: FieldProblem[] = [],
  ) {
    super(`${status} ${code}`)
    this.kind = kinds[status] ?? 'internal'
  }
}

/** Calls our API with the session's cookie and gives the decoded answer; every failure is a Problem. */
export async function send<T>(call: Call): Promise<T> {
  let response: Response
  try {
    response = await fetch(call.path, requestOf(call))
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Problem(0, 'network')
  }
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  return decoded<T>(response)
}

function requestOf(call: Call): RequestInit {
  const method = call.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Pignon'] = '1'
  if (call.key) headers['Idempotency-Key'] = call.key
  if (call.at !== undefined) headers['X-Pignon-At'] = new Date(call.at).toISOString()
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (call.signal) init.signal = call.signal
  if (call.body instanceof Blob) {
    headers['Content-Type'] = call.body.type || 'application/octet-stream'
    init.body = call.body
  } else if (call.body instanceof FormData) {
    init.body = call.body
  } else if (call.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    init.body = JSON.stringify(call.body)
  }
  return init
}

async function decoded<T>(response: Response): Promise<T> {
  const text = await response.text().catch(() => {
    throw new Problem(0, 'network')
  })
  try {
    return (text === '' ? undefined : JSON.parse(text)) as T
  } catch {
    // A captive portal or a proxy answers with a page of its own.
    throw new Problem(0, 'network')
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null
  return new Problem(response.status, body?.code ?? '', body?.args ?? {}, body?.fields ?? [])
}

/** A problem in words for the person in front of the screen: by its code, else by its kind. */
export function wordsOf(error: unknown, words: Words): string {
  if (!(error instanceof Problem)) return words.t('error.kind.internal')
  if (error.kind === 'network') return words.t('error.network')
  const first = error.fields[0]
  return (
    words.code(`error.${error.code}`, error.args) ??
    (first && words.code(`error.${first.code}`, first.args)) ??
    words.code(`error.kind.${error.kind}`) ??
    words.t('error.kind.internal')
  )
}

/** The words for one field of a form, undefined when the problem does not concern it. */
export function fieldWords(error: unknown, path: string, words: Words): string | undefined {
  if (!(error instanceof Problem)) return undefined
  const field = error.fields.find(f => f.path === path)
  return field && (words.code(`error.${field.code}`, field.args) ?? words.t('error.kind.invalid'))
}
