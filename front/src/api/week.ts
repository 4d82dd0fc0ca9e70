import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Shift } from '../model/week'
import { send } from './send'

export interface OwnWeek {
  monday: string
  published: boolean
  shifts: Shift[]
}

export interface TimeOff {
  id: number
  userId: number
  name: string
  first: string
  last: string
  state: 'pending' | 'approved' | 'rejected'
  comment: string
  can: string[]
}

export interface UsualHours {
  id: number
  type: 'available' | 'unavailable'
  weekday: number
  from: string
  to: string
  comment: string
}

export interface PlanWeek extends OwnWeek {
  team: { id: number; name: string; skills: number[] }[]
  activities: { slug: string; label: string; color?: string }[]
  skills: { id: number; name: string }[]
  timeOff: TimeOff[]
  limits: { name: string; rule: string; actual: number; limit: number; day: string }[]
}

/** First part of the key of everything about weeks. */
const weeks = ['weeks'] as const

/** A week as the courier who asks sees it. */
export function useOwnWeek(day: string) {
  return useQuery({
    queryKey: [...weeks, 'own', day],
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => send<OwnWeek>({ path: `/v1/me/weeks/${day}`, signal }),
  })
}

/** A week as planners see it. */
export function usePlanWeek(day: string) {
  return useQuery({
    queryKey: [...weeks, 'plan', day],
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => send<PlanWeek>({ path: `/v1/weeks/${day}`, signal }),
  })
}

/** What the courier said of their time. */
export function useOwnTime() {
  return useQuery({
    queryKey: [...weeks, 'time'],
    queryFn: ({ signal }) => send<{ timeOff: TimeOff[]; hours: UsualHours[] }>({ path: '/v1/me/time', signal }),
  })
}

interface Act {
  method?: 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
}

/** Anything that changes a week: afterwards every week is read again, also when it was refused, for then it is not as it looked. */
export function useWeekAct() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ method = 'POST', ...call }: Act) => send<unknown>({ method, ...call }),
    onSettled: () => client.invalidateQueries({ queryKey: weeks }),
  })
}
