import type { Words } from '../../i18n/words'
import { type Board, listOf, tasksOf } from '../../model/board'
import type { Intent } from '../../model/intent'
import type { Burden, Load } from '../../model/select/load'
import type { Task } from '../../model/task'

/** A task's window: "19:30–19:45". */
export function windowOf(task: Task, words: Words): string {
  return words.t('dispatch.window', { from: words.clock(new Date(task.after)), to: words.clock(new Date(task.before)) })
}

/** "12.5 kg · 30 units"; of what is none or not known, nothing. */
export function loadWords({ grams, volume }: Load, words: Words): string {
  const kilos = grams > 0 && words.t('dispatch.kilos', { n: kilosOf(grams) })
  const units = volume > 0 && words.t('dispatch.units', { n: volume })
  return [kilos, units].filter(Boolean).join(' · ')
}

/** What a courier has to carry at once, of what there is room for. */
export function burdenWords({ most, room }: Burden, words: Words): string {
  const of = (load: number, bound: number, name: 'dispatch.kilos' | 'dispatch.units') =>
    load > 0 && (bound > 0 ? words.t(`${name}.of`, { n: load, room: bound }) : words.t(name, { n: load }))
  const kilos = of(kilosOf(most.grams), kilosOf(room.grams), 'dispatch.kilos')
  return [kilos, of(most.volume, room.volume, 'dispatch.units')].filter(Boolean).join(' · ')
}

function kilosOf(grams: number): number {
  return Math.round(grams / 100) / 10
}

/** What a dispatcher wanted, as a sentence. */
export function intentWords(intent: Intent, board: Board, words: Words): string {
  if (intent.kind === 'restore') return words.t('ui.undo')
  const ids = tasksOf(board, intent.items).map(task => `#${task.id}`)
  const tasks = ids.length > 4 ? words.t('task.count', { n: ids.length }) : ids.join(', ')
  if (intent.kind === 'free') return words.t('dispatch.want.free', { tasks })
  return words.t('dispatch.want.give', { tasks, name: listOf(board, intent.courierId).username })
}
