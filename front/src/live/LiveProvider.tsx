import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { listen, type Reactions } from './reactions'
import { type LiveIn, LiveSocket, type LiveState } from './socket'

const Context = createContext<LiveSocket | null>(null)

/** Opens the one socket of the screens below and closes it with them. */
export function LiveProvider({ live, children }: { live: LiveIn; children: ReactNode }) {
  const [socket, setSocket] = useState<LiveSocket | null>(null)
  const { url, token } = live
  useEffect(() => {
    const opened = new LiveSocket(token ? { url, token } : { url })
    setSocket(opened)
    return () => opened.close()
  }, [url, token])
  return <Context value={socket}>{children}</Context>
}

/** Applies a channel's events to the cache while the screen is shown. Keep `reactions` and `onGap` outside the component. */
export function useChannel(channel: string | undefined, reactions: Reactions, onGap: readonly string[]) {
  const socket = useContext(Context)
  const client = useQueryClient()
  useEffect(() => {
    if (!socket || !channel) return
    return socket.subscribe(channel, listen(client, reactions, [[...onGap]]))
  }, [socket, channel, client, reactions, onGap])
}

const never = () => () => {}
const off = (): LiveState => 'off'

/** Whether the screen is live, for the mark in its header. */
export function useLiveState(): LiveState {
  const socket = useContext(Context)
  return useSyncExternalStore(socket?.watch ?? never, socket?.state ?? off)
}
