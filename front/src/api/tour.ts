import type { QueryClient } from '@tanstack/react-query'
import type { Tour } from '../model/board'
import { patchBoard } from './board'
import { readSoon } from './fresh'
import { send } from './send'

/** Makes a tour of tasks; they leave the lists and tours that hold them. */
export function makeTour(body: { name: string; day: string; tasks: readonly number[] }): Promise<Tour> {
  return send<Tour>({ method: 'POST', path: '/v1/dispatch/tours', body })
}

export interface TourChange {
  name?: string
  tasks: readonly number[]
}

/** Gives a tour its tasks, and maybe another name, unless it was changed since it was seen. */
export function changeTour({ id, version }: Tour, change: TourChange): Promise<Tour> {
  return send<Tour>({ method: 'PUT', path: `/v1/dispatch/tours/${id}`, body: { version, ...change } })
}

/** Carries what is left of a tour to another day. */
export function carryTour({ id, version }: Tour, day: string): Promise<Tour> {
  return send<Tour>({ method: 'POST', path: `/v1/dispatch/tours/${id}/carry`, body: { version, day } })
}

/** Dissolves a tour; its tasks become free. */
export function dissolveTour({ id }: Tour): Promise<undefined> {
  return send<undefined>({ method: 'DELETE', path: `/v1/dispatch/tours/${id}` })
}

/** Takes in a tour from the server, and reads the board again for what else it changed. */
export function tookTour(client: QueryClient, day: string, tour: Tour): void {
  patchBoard(client, day, board => ({ ...board, tours: [...board.tours.filter(t => t.id !== tour.id), tour] }))
  readSoon(client)
}
