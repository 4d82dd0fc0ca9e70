import { useQuery } from '@tanstack/react-query'
import { send } from './send'

/** How this person's screens hear what happens. */
export interface Live {
  token: string
  /** Of the web socket on this server. */
  path: string
  channel: string
  /** Where couriers' places are told, to dispatchers alone. */
  places?: string
}

export function readLive(): Promise<Live> {
  return send<Live>({ path: '/v1/live' })
}

function useLive(): Live | undefined {
  return useQuery({ queryKey: ['live'], queryFn: readLive, staleTime: Number.POSITIVE_INFINITY }).data
}

/** The channel of the person who is signed in; undefined until it is known. */
export function useOwnChannel(): string | undefined {
  return useLive()?.channel
}

/** The channel that tells dispatchers where couriers are; undefined until it is known, and for others. */
export function usePlacesChannel(): string | undefined {
  return useLive()?.places
}
