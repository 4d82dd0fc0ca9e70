import type { Words } from '../../i18n/words'
import { type Board, listOf, tasksOf } from '../../model/board'
import type { Intent } from '../../model/intent'
import type { Task } from '../../model/task'

/** A task's window: "19:30–19:45". */
export function windowOf(task: Task, words: Words): string {
  return words.t('dispatch.window', { from: words.clock(new Date(task.after)), to: words.clock(new Date(task.before)) })
}

/** What a dispatcher wanted, as a sentence. */
export function intentWords(intent: Intent, board: Board, words: Words): string {
  if (intent.kind === 'restore') return words.t('ui.undo')
  const ids = tasksOf(board, intent.items).map(task => `#${task.id}`)
  const tasks = ids.length > 4 ? words.t('task.count', { n: ids.length }) : ids.join(', ')
  if (intent.kind === 'free') return words.t('dispatch.want.free', { tasks })
  return words.t('dispatch.want.give', { tasks, name: listOf(board, intent.courierId).username })
}
