import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { applyProposal, patchLists, planDay, propose } from '../../api/board'
import { readSoon } from '../../api/fresh'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { type Board, listOf } from '../../model/board'
import type { DayWish } from '../../model/dayPlan'
import { basisOf, chosen, isCurrent, type Proposal, wantedAnew } from '../../model/proposal'
import { useToasts } from '../../ui/ToastRegion'
import type { Editing } from './useEdits'

/** A plan on the table: asked for, looked at, taken in whole or in part, or left. */
export function useProposal(board: Board, now: number, editing: Editing) {
  const client = useQueryClient()
  const words = useWords()
  const toasts = useToasts()
  const [proposal, set] = useState<Proposal>()
  const [wanted, want] = useState<ReadonlySet<number>>(new Set())
  const onError = (error: unknown) => toasts.say(wordsOf(error, words), { tone: 'danger' })

  const ask = useMutation({
    mutationFn: (day?: DayWish) => (day ? planDay(day) : propose(board.day)),
    onSuccess: plan => {
      want(wantedAnew(plan, proposal, wanted))
      if (plan.lists.length > 0 || plan.left.length > 0) return set(plan)
      set(undefined)
      if (!proposal) toasts.say(words.t('dispatch.proposal.nothing'))
    },
    onError,
  })

  const take = useMutation({
    mutationFn: async (plan: Proposal) => {
      const lists = chosen(plan, wanted).filter(list => isCurrent(board, list))
      const before = lists.map(({ courierId }) => ({ courierId, items: listOf(board, courierId).items }))
      return { before, applied: await applyProposal({ day: board.day, lists }) }
    },
    onSuccess: ({ before, applied }) => {
      patchLists(client, board.day, applied.lists)
      if (applied.edit) editing.done({ edits: [applied.edit.id], lists: before })
      const refused = applied.refused.map(id => listOf(board, id).username)
      if (refused.length > 0)
        toasts.say(words.t('dispatch.proposal.refused', { names: refused.join(', ') }), { tone: 'danger' })
      else toasts.say(words.t('dispatch.proposal.applied'))
      readSoon(client)
      set(undefined)
    },
    onError,
  })

  // The plan of a day takes long, and people rest on it: it is asked for again by hand.
  const open = proposal !== undefined && ask.variables === undefined
  useAnew({ board, now, again: ask.mutate, open, busy: ask.isPending || take.isPending })

  return {
    proposal,
    wanted,
    want,
    ask: () => ask.mutate(undefined),
    planDay: (day: DayWish, done: () => void) => ask.mutate(day, { onSuccess: done }),
    asking: ask.isPending,
    apply: () => proposal && take.mutate(proposal),
    applying: take.isPending,
    close: () => set(undefined),
  }
}

interface Anew {
  board: Board
  now: number
  again(): void
  /** There is a plan on the table. */
  open: boolean
  busy: boolean
}

/**
 * Asks again, a moment after something happened that a plan on the table does not know of, and every minute: couriers are elsewhere, and
 * what could wait cannot any more.
 */
function useAnew({ board, now, again, open, busy }: Anew) {
  const basis = `${basisOf(board)} ${Math.floor(now / 60_000)}`
  const known = useRef(basis)
  useEffect(() => {
    if (!open) known.current = basis
    if (busy || known.current === basis) return
    const soon = setTimeout(() => {
      known.current = basis
      again()
    }, moment)
    return () => clearTimeout(soon)
  }, [basis, open, busy, again])
}

const moment = 1000
