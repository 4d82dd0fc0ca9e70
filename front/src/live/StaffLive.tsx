import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import { readLive } from '../api/live'
import { LiveProvider } from './LiveProvider'
import { liveAddress } from './socket'

/** Opens the live line of the person who is signed in, for the screens below. */
export function StaffLive({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const token = useCallback(async () => {
    const live = await client.fetchQuery({ queryKey: ['live'], queryFn: readLive, staleTime: 0 })
    return live.token
  }, [client])
  return <LiveProvider live={{ url: liveAddress(location), token }}>{children}</LiveProvider>
}
