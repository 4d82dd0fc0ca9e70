import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { boardKey, type Edited, patchLists, putList, staleLists, undoEdit } from '../../api/board'
import { readSoon } from '../../api/fresh'
import { Problem, wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import type { Board, TaskList } from '../../model/board'
import { accepted, asked, dropped, type Edits, heldBack, none, type Undoable } from '../../model/edits'
import { editsOf, type Intent, keptBefore } from '../../model/intent'
import { useToasts } from '../../ui/ToastRegion'

export interface Editing {
  edits: Edits
  /** Does it at once on the screen, then on the server, after everything asked before. */
  ask(intent: Intent): void
  /** Forgets something that did not happen. */
  letGo(id: number): void
  /** Puts on the undo stack what was done in another way, such as a proposal. */
  done(step: Undoable): void
}

/** What this dispatcher does to a day: shown at once, sent one after the other, each refusal told in words. */
export function useEdits(day: string): Editing {
  const client = useQueryClient()
  const words = useWords()
  const toasts = useToasts()
  const [edits, set] = useState<Edits>(none)
  const line = useRef(Promise.resolve())
  const last = useRef(0)

  const refused = useCallback(
    (
      id: number,
      intent: Intent,
      { error, done, seen }: { error: unknown; done: Undoable; seen: Board | undefined },
    ) => {
      const lists = staleLists(error)
      if (lists) patchLists(client, day, lists)
      readSoon(client)
      const already = lists && holds(client, day, intent)
      if (already) return set(now => accepted(now, id, done))
      if (done.edits.length > 0) set(now => ({ ...now, undoable: [...now.undoable, done] }))
      if (lists) return set(now => heldBack(now, { id, intent, why: 'stale', by: changers(seen, lists) }))
      if (error instanceof Problem && error.kind === 'network') {
        return set(now => heldBack(now, { id, intent, why: 'network', by: [] }))
      }
      set(now => dropped(now, id))
      toasts.say(wordsOf(error, words), { tone: 'danger' })
    },
    [client, day, toasts, words],
  )

  const carryOut = useCallback(
    async (id: number, intent: Intent) => {
      const seen = client.getQueryData<Board>(boardKey(day))
      const ids: number[] = []
      const done = { edits: ids, lists: seen && intent.kind !== 'restore' ? keptBefore(seen, intent) : [] }
      try {
        for await (const edited of sent(client, day, intent)) {
          patchLists(client, day, edited.lists)
          if (edited.edit && intent.kind !== 'restore') ids.push(edited.edit.id)
        }
        set(now => accepted(now, id, done))
        if (intent.kind === 'restore') readSoon(client)
      } catch (error) {
        refused(id, intent, { error, done, seen })
      }
    },
    [client, day, refused],
  )

  const ask = useCallback(
    (intent: Intent) => {
      const id = ++last.current
      set(now => asked(now, { id, intent }))
      line.current = line.current.then(() => carryOut(id, intent))
    },
    [carryOut],
  )
  const letGo = useCallback((id: number) => set(now => dropped(now, id)), [])
  const done = useCallback((step: Undoable) => set(now => ({ ...now, undoable: [...now.undoable, step] })), [])
  return { edits, ask, letGo, done }
}

/** Sends what an intent needs, one request after the other, each made from the newest board. */
async function* sent(client: QueryClient, day: string, intent: Intent): AsyncGenerator<Edited> {
  if (intent.kind === 'restore') {
    for (const edit of [...intent.edits].reverse()) yield await undoEdit(edit)
    return
  }
  const board = client.getQueryData<Board>(boardKey(day))
  if (!board) return
  for (const edit of editsOf(board, intent)) yield await putList(day, edit)
}

/** Whether the board is already as an intent wants it: somebody did the same, or the answer to the first try was lost. */
function holds(client: QueryClient, day: string, intent: Intent): boolean {
  const board = client.getQueryData<Board>(boardKey(day))
  return board !== undefined && intent.kind !== 'restore' && editsOf(board, intent).length === 0
}

/** Who changed the lists since they were seen. */
function changers(seen: Board | undefined, lists: readonly TaskList[]): string[] {
  const versions = new Map(seen?.lists.map(list => [list.courierId, list.version]))
  const changed = lists.filter(list => list.version > (versions.get(list.courierId) ?? 0))
  return [...new Set(changed.map(list => list.changedBy).filter(Boolean))]
}
