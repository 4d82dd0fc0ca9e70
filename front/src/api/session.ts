import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Problem, send } from './send'

export interface Session {
  user: { username: string; name?: string; language?: string }
  /** What this person may open and do: names of screens and verbs, never roles. */
  can: string[]
  /** Some of their roles wait for a second factor. */
  weak?: boolean
  coop?: {
    name: string
    zone: string
    currency: string
    /** First part of the names of live channels. */
    namespace?: string
    /** Where maps open; 0,0 when nobody knows. */
    centre?: { lat: number; lng: number }
  }
}

export const sessionKey = ['session'] as const

/** Where the last session is kept, so that the courier's app opens in a dead zone. It holds names, no secret. */
const slot = 'pignon.session'

/** Reads the open session; null when nobody is signed in. Without network it is the last one that this device knew. */
export async function readSession(): Promise<Session | null> {
  try {
    const session = await send<Session>({ path: '/v1/session' })
    localStorage.setItem(slot, JSON.stringify(session))
    return session
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const kept = localStorage.getItem(slot)
    if (error.status === 0 && kept) return JSON.parse(kept) as Session
    if (error.status !== 401) throw error
    localStorage.removeItem(slot)
    return null
  }
}

/** The open session, null when nobody is signed in. */
export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 5 * 60_000, networkMode: 'always' })
}

/** Signs in, then reads the session with what it allows. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { login: string; password: string; code?: string }) =>
      send<unknown>({ method: 'POST', path: '/v1/session', body }),
    onSuccess: async () => {
      await client.fetchQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 0 })
      await client.invalidateQueries({ queryKey: ['security'] })
    },
  })
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => send<void>({ method: 'DELETE', path: '/v1/session' }),
    onSuccess: () => {
      localStorage.removeItem(slot)
      // Clearing the whole would take the session away from under those who watch it: they would go on showing the old one.
      client.setQueryData(sessionKey, null)
      client.removeQueries({ predicate: query => query.queryKey[0] !== sessionKey[0] })
    },
  })
}
