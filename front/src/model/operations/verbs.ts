import type { Key } from '../../i18n/words'
import type { Task } from '../task'

/** Something that can be done to one task by itself. */
export interface Verb {
  name: 'start' | 'done' | 'fail' | 'cancel' | 'restore' | 'reschedule' | 'note'
  label: Key
  /** What is asked before. */
  asks?: 'notes' | 'reason' | 'window'
  danger?: boolean
}

const all: Verb[] = [
  { name: 'start', label: 'dispatch.verb.start' },
  { name: 'done', label: 'dispatch.verb.done', asks: 'notes' },
  { name: 'fail', label: 'dispatch.verb.fail', asks: 'reason', danger: true },
  { name: 'note', label: 'dispatch.verb.note', asks: 'notes' },
  { name: 'reschedule', label: 'dispatch.verb.reschedule', asks: 'window' },
  { name: 'restore', label: 'dispatch.verb.restore' },
  { name: 'cancel', label: 'dispatch.verb.cancel', danger: true },
]

/** What this person may do with the task now, in the order of the buttons. */
export function verbsOf(task: Task): Verb[] {
  return all.filter(verb => task.can.includes(verb.name))
}
