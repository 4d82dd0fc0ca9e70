import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { boardKey, type Edited, patchLists, putList, staleLists, undoEdit } from '../../api/board'
import { readSoon } from '../../api/fresh'
import { Problem, wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import type { Board, TaskList } from '../../model/board'
import * as steps from '../../model/edits'
import { editsOf, type Intent, keptBefore } from '../../model/intent'
import { useToasts } from '../../ui/ToastRegion'
import { online } from './online'

export interface Editing {
  edits: steps.Edits
  /** Does it at once on the screen, then on the server, after everything asked before. */
  ask(intent: Intent): void
  /** Forgets something that did not happen. */
  letGo(id: number): void
  /** Puts on the undo stack what was done in another way, such as a proposal. */
  done(step: steps.Undoable): void
}

/**
 * What this dispatcher does to a day: shown at once, sent one after the other, each refusal told in words. Without network it waits,
 * and then happens only if nobody else moved the same tasks meanwhile.
 */
export function useEdits(day: string): Editing {
  const client = useQueryClient()
  const words = useWords()
  const toasts = useToasts()
  const [edits, set] = useState<steps.Edits>(steps.none)
  const latest = useRef(edits)
  latest.current = edits
  const line = useRef(Promise.resolve())
  const last = useRef(0)

  const carryOut = useCallback(
    async (pending: steps.Pending) => {
      const { id, intent } = pending
      const sending = new Sending(client, day, pending)
      const outcome = await sending.run(waiting => set(now => steps.waits(now, waiting)))
      if (outcome.kind === 'done') return set(now => steps.accepted(now, id, sending.step()))
      readSoon(client)
      if (sending.ids.length > 0) set(now => ({ ...now, undoable: [...now.undoable, sending.step()] }))
      if (outcome.kind === 'overtaken') return set(now => steps.heldBack(now, { ...pending, by: outcome.by }))
      set(now => steps.dropped(now, id))
      toasts.say(wordsOf(outcome.error, words), { tone: 'danger' })
      if (intent.kind === 'restore') readSoon(client)
    },
    [client, day, toasts, words],
  )

  const ask = useCallback(
    (intent: Intent) => {
      const board = client.getQueryData<Board>(boardKey(day))
      if (!board) return
      const pending = { id: ++last.current, intent, seen: steps.holders(steps.shown(board, latest.current), intent) }
      set(now => steps.asked(now, pending))
      line.current = line.current.then(() => carryOut(pending))
    },
    [client, day, carryOut],
  )
  const letGo = useCallback((id: number) => set(now => steps.dropped(now, id)), [])
  const done = useCallback((step: steps.Undoable) => set(now => ({ ...now, undoable: [...now.undoable, step] })), [])
  return { edits, ask, letGo, done }
}

type Outcome = { kind: 'done' } | { kind: 'overtaken'; by: string[] } | { kind: 'refused'; error: unknown }

/** One intent on its way to the server. */
class Sending {
  /** Edits that the server made so far. */
  readonly ids: number[] = []
  private readonly before: ReturnType<typeof keptBefore>
  private readonly known: Board | undefined

  constructor(
    private readonly client: QueryClient,
    private readonly day: string,
    private readonly pending: steps.Pending,
  ) {
    this.known = this.board()
    const { intent } = pending
    this.before = this.known && intent.kind !== 'restore' ? keptBefore(this.known, intent) : []
  }

  /** What an undo takes back; an undo itself is not taken back. */
  step(): steps.Undoable {
    return { edits: this.pending.intent.kind === 'restore' ? [] : this.ids, lists: this.before }
  }

  /** Tries until the server has answered one way or the other. */
  async run(onWait: (waiting: boolean) => void): Promise<Outcome> {
    for (;;) {
      try {
        const outcome = await this.once()
        onWait(false)
        return outcome
      } catch (error) {
        const lost = error instanceof Problem && error.kind === 'network'
        onWait(lost)
        if (!lost) return this.refusal(error)
      }
      await online()
      // What others did meanwhile decides whether it is still what was meant.
      await this.client.refetchQueries({ queryKey: boardKey(this.day) }).catch(() => {})
    }
  }

  private async once(): Promise<Outcome> {
    const { intent } = this.pending
    const board = this.board()
    if (!board) return { kind: 'done' }
    if (intent.kind === 'restore') {
      for (const edit of [...intent.edits].reverse()) this.take(await undoEdit(edit))
      readSoon(this.client)
      return { kind: 'done' }
    }
    // Nothing to do: the answer to the first try was lost, or somebody did the same.
    const wanted = editsOf(board, intent)
    if (wanted.length > 0 && steps.overtaken(board, this.pending))
      return { kind: 'overtaken', by: this.changers(board.lists) }
    for (const edit of wanted) this.take(await putList(this.day, edit))
    return { kind: 'done' }
  }

  private take(edited: Edited): void {
    patchLists(this.client, this.day, edited.lists)
    if (edited.edit) this.ids.push(edited.edit.id)
  }

  private refusal(error: unknown): Outcome {
    const lists = staleLists(error)
    if (!lists) return { kind: 'refused', error }
    patchLists(this.client, this.day, lists)
    const board = this.board()
    const { intent } = this.pending
    if (board && intent.kind !== 'restore' && editsOf(board, intent).length === 0) return { kind: 'done' }
    return { kind: 'overtaken', by: this.changers(lists) }
  }

  private board(): Board | undefined {
    return this.client.getQueryData<Board>(boardKey(this.day))
  }

  /** Who changed lists since the intent set off. */
  private changers(lists: readonly TaskList[]): string[] {
    const versions = new Map(this.known?.lists.map(list => [list.courierId, list.version]))
    const changed = lists.filter(list => list.version > (versions.get(list.courierId) ?? 0))
    return [...new Set(changed.map(list => list.changedBy).filter(Boolean))]
  }
}
