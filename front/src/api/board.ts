import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Reaction, Reactions } from '../live/reactions'
import { newerOf, type Place, withLists, withPlace, withTask } from '../model/actions/news'
import type { Board, StreetClosure, TaskList } from '../model/board'
import type { DayWish } from '../model/dayPlan'
import type { ListEdit } from '../model/intent'
import type { Proposal } from '../model/proposal'
import { boards, readSoon } from './fresh'
import { Problem, send } from './send'
import { readTask } from './task'

export function boardKey(day: string) {
  return [...boards, day] as const
}

/** The board of a day, read afresh whenever the person comes back to it. */
export function useBoard(day: string) {
  const client = useQueryClient()
  return useQuery({
    queryKey: boardKey(day),
    queryFn: ({ signal }) => readBoard(client, day, signal),
    staleTime: 30_000,
  })
}

async function readBoard(client: QueryClient, day: string, signal: AbortSignal): Promise<Board> {
  const fresh = await send<Board>({ path: `/v1/dispatch/board?day=${encodeURIComponent(day)}`, signal })
  return newerOf(client.getQueryData<Board>(boardKey(day)), fresh)
}

/** Changes the cached board of a day. */
export function patchBoard(client: QueryClient, day: string, change: (board: Board) => Board): void {
  client.setQueryData<Board>(boardKey(day), board => board && change(board))
}

export interface Edited {
  lists: TaskList[]
  edit: { id: number; at: string } | null
}

/** Gives a list its items. A Problem with the code task_list.stale means that somebody was quicker; see staleLists. */
export function putList(day: string, { courierId, ...body }: ListEdit): Promise<Edited> {
  return send<Edited>({ method: 'PUT', path: `/v1/dispatch/lists/${courierId}/${day}`, body })
}

/** Plans a courier for the day, with nothing to do yet. */
export function openList(day: string, courierId: number): Promise<TaskList> {
  return send<TaskList>({ method: 'POST', path: `/v1/dispatch/lists/${courierId}/${day}` })
}

/** Says with what a courier rides that day. */
export function putEquipment(day: string, courierId: number, body: Equipment): Promise<TaskList> {
  return send<TaskList>({ method: 'PUT', path: `/v1/dispatch/lists/${courierId}/${day}/equipment`, body })
}

export type Equipment = Pick<TaskList, 'vehicleId' | 'trailerId'>

export function undoEdit(edit: number): Promise<Edited> {
  return send<Edited>({ method: 'POST', path: '/v1/dispatch/undo', body: { edit } })
}

export function propose(day: string): Promise<Proposal> {
  return send<Proposal>({ method: 'POST', path: '/v1/dispatch/proposal', body: { day } })
}

/** Plans the free tasks of a day over couriers. It may take some seconds. */
export function planDay(wish: DayWish): Promise<Proposal> {
  return send<Proposal>({ method: 'POST', path: '/v1/dispatch/day-plan', body: wish })
}

export interface Applied extends Edited {
  /** Couriers whose part was refused because something changed meanwhile. */
  refused: number[]
}

export function applyProposal({ day, lists }: Pick<Proposal, 'day' | 'lists'>): Promise<Applied> {
  return send<Applied>({ method: 'POST', path: '/v1/dispatch/proposal/apply', body: { day, lists } })
}

/** Gives out by itself, or no longer, what couriers have to set out for now. */
export function setAutomatic(on: boolean): Promise<void> {
  return send<void>({ method: 'PUT', path: '/v1/dispatch/automatic', body: { on } })
}

export type ClosureWish = Pick<StreetClosure, 'lat' | 'lng' | 'radius' | 'reason'> & { until?: string }

export function closeStreet(body: ClosureWish): Promise<StreetClosure> {
  return send<StreetClosure>({ method: 'POST', path: '/v1/dispatch/closures', body })
}

export function openStreet(id: number): Promise<void> {
  return send<void>({ method: 'DELETE', path: `/v1/dispatch/closures/${id}` })
}

export function seeReport(id: string): Promise<void> {
  return send<void>({ method: 'POST', path: `/v1/dispatch/reports/${encodeURIComponent(id)}/seen` })
}

/** How the lists stand now, from a refusal because of an old picture; undefined for any other error. */
export function staleLists(error: unknown): TaskList[] | undefined {
  if (!(error instanceof Problem) || error.code !== 'task_list.stale') return undefined
  const lists: unknown = error.args.lists
  return Array.isArray(lists) ? (lists as TaskList[]) : []
}

const read: Reaction = readSoon

/** Reads the one task that an event is about and puts it on the boards that show it. */
const readOne: Reaction = (client, data) => {
  const id = taskIn(data)
  if (id === undefined) return readSoon(client)
  const put = (task: Parameters<typeof withTask>[1]) =>
    client.setQueriesData<Board>({ queryKey: boards }, board => board && withTask(board, task))
  readTask(id).then(put, () => readSoon(client))
  void client.invalidateQueries({ queryKey: ['task', id] })
}

function taskIn(data: unknown): number | undefined {
  const { task } = (data ?? {}) as { task?: { id?: unknown } }
  return typeof task?.id === 'number' ? task.id : undefined
}

/** What live events do to the boards. */
export const boardReactions: Reactions = {
  'task:created': read,
  'task:rescheduled': read,
  'task:assigned': read,
  'task:unassigned': read,
  'v2:task_list:updated': read,
  'tour:created': read,
  'tour:updated': read,
  'tour:deleted': read,
  'courier:updated': read, // began or ended a shift
  'report:kept': read,
  'report:seen': read,
  'street:closed': read,
  'street:opened': read,
  'task:updated': readOne,
  'task:started': readOne,
  'task:done': readOne,
  'task:failed': readOne,
  'task:cancelled': readOne,
  'task:restored': readOne,
  'task:incident-reported': readOne,
}

/** What the channel of couriers' places does to the boards. Its messages have no name. */
export const placeReactions: Reactions = {
  '': (client, data) =>
    client.setQueriesData<Board>({ queryKey: boards }, board => board && withPlace(board, data as Place)),
}

/** Takes in lists that an edit answered with. */
export function patchLists(client: QueryClient, day: string, lists: readonly TaskList[]): void {
  patchBoard(client, day, board => withLists(board, lists))
}
