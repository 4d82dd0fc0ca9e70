import { createContext, type RefObject, useContext } from 'react'
import type { Position } from '../../map/model'
import type { Board, Item } from '../../model/board'
import type { Operation } from '../../model/operations/operation'
import type { Filter } from '../../model/select/filter'

/** A street that is being closed: the place is missing until somebody points at it. */
export interface Closing {
  at?: Position
}

/** What every part of the dispatch screen works with. */
export interface Desk {
  /** As the dispatcher wants it, with what is still on its way to the server. */
  board: Board
  now: number
  /** Now, when the board is of today. */
  today: number | undefined
  filter: Filter
  /** Keys of the chosen rows and items. */
  chosen: ReadonlySet<string>
  /** Replaces what is chosen among the rows of one list. */
  choose(among: readonly string[], keys: Iterable<string>): void
  /** Does it, or says why it cannot be done. */
  run(operation: Operation): void
  /** The task whose details are open. */
  task: number | undefined
  lookAt(task: number | undefined): void
  /** The tour whose stops are open. */
  tour: number | undefined
  lookAtTour(tour: number | undefined): void
  /** What is being dragged. */
  dragging: readonly Item[]
  drag(items: readonly Item[]): void
  /** The courier whose ride is brought out on the map. */
  courier: number | undefined
  followRide(courier: number | undefined): void
  /** What the map is asked for a place for. */
  closing: Closing | undefined
  close(closing: Closing | undefined): void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk needs a desk above it')
  return desk
}

/** The moment by which the screen tells what is late; milliseconds. */
export const NowContext = createContext(0)

export const DeskRefContext = createContext<RefObject<Desk> | null>(null)

/** The desk as it is when something is done, for lists that must not be drawn again with every choice. */
export function useDeskRef(): RefObject<Desk> {
  const desk = useContext(DeskRefContext)
  if (!desk) throw new Error('useDeskRef needs a desk above it')
  return desk
}
