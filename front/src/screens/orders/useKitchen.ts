import { useEffect, useMemo, useState } from 'react'
import { useOwnChannel } from '../../api/live'
import { orderReactions, ordersKey, useShopOrders } from '../../api/orders'
import { useWords } from '../../i18n/WordsProvider'
import { useChannel, useLiveState } from '../../live/LiveProvider'
import { dayAfter, dayIn, momentIn } from '../../model/day'
import { board, unheard } from '../../model/kitchen'
import { useBell } from '../../ui/useBell'
import { useNow } from '../../ui/useNow'

/** What is due within these milliseconds is cooked tonight, after midnight as well. */
const tonight = 3 * 3_600_000

/** A shop's orders as they come in, and the bell that rings until each new one has been opened. */
export function useKitchen(shop: number) {
  const { zone } = useWords().place
  const now = useNow()
  const today = dayIn(zone, new Date(now))
  const read = useShopOrders(shop, today)
  useChannel(useOwnChannel(), orderReactions, ordersKey)
  const live = useLiveState()
  const { bell, state: sound } = useBell()
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())

  const later = Math.max(Date.parse(momentIn(zone, `${dayAfter(today, 1)}T00:00`)), now + tonight)
  const columns = useMemo(() => board(read.orders, later), [read.orders, later])
  const waiting = unheard(read.orders, opened)
  const rings = waiting.length > 0
  useEffect(() => {
    if (rings) bell.start()
    else bell.stop()
  }, [rings, bell])

  const lost = useLasting(live !== 'connected' || read.error !== null)
  const hear = (id: number) => setOpened(known => new Set(known).add(id))
  return { ...read, now, columns, waiting, hear, bell, sound, lost }
}

/** A moment without line is no news: while a page opens there is always one. */
const bearable = 4000

function useLasting(state: boolean): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!state) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), bearable)
    return () => clearTimeout(timer)
  }, [state])
  return lasts
}
