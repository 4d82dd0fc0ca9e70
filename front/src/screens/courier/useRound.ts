import { useEffect, useMemo } from 'react'
import { courierKey, tidyDays, useCourierDay } from '../../api/courier'
import { useOwnChannel } from '../../api/live'
import { useWords } from '../../i18n/WordsProvider'
import { useChannel } from '../../live/LiveProvider'
import { invalidate, type Reactions } from '../../live/reactions'
import { dayIn } from '../../model/day'
import { faded } from '../../model/keeping'
import { roundOf } from '../../model/round'
import type { Outbox } from '../../outbox/outbox'
import { useOutbox } from '../../outbox/useOutbox'
import { useNow } from '../../ui/useNow'

const again = invalidate(courierKey)
const reactions: Reactions = Object.fromEntries(
  [
    'task_list:updated',
    'v2:task_list:updated',
    'task:updated',
    'task:assigned',
    'task:unassigned',
    'task:started',
    'task:done',
    'task:failed',
    'task:cancelled',
    'task:restored',
    'task:rescheduled',
  ].map(name => [name, again]),
)

/** The courier's round of today: what the server or the phone knows, with what waits in the outbox. */
export function useRound(username: string, outbox: Outbox) {
  const words = useWords()
  const now = useNow()
  const today = dayIn(words.place.zone, new Date(now))
  const query = useCourierDay(username, today)
  const box = useOutbox(outbox)
  useChannel(useOwnChannel(), reactions, courierKey)
  useEffect(() => tidyDays(today), [today])

  const minute = Math.floor(now / 60_000) * 60_000
  const kept = useMemo(() => query.data && faded(query.data, minute), [query.data, minute])
  const round = useMemo(() => kept && roundOf(kept.day, box.entries), [kept, box.entries])
  return { query, kept, round, box, now, today }
}
