import type { Task } from '../task'

export interface Filter {
  /** Words that must all be found in the task. */
  text: string
  /** Whether what is done, failed or cancelled is shown too. */
  ended: boolean
}

/** A test for tasks, without regard to case and accents. */
export function matcher({ text }: Filter): (task: Task) => boolean {
  const wanted = plain(text).split(/\s+/).filter(Boolean)
  return task => wanted.length === 0 || wanted.every(word => plain(said(task)).includes(word))
}

function said(task: Task): string {
  const { address, delivery } = task
  const names = [address.name, address.contactName, address.streetAddress, task.orgName, task.comments]
  const numbers = [`#${task.id}`, delivery?.orderNumber, task.reference]
  return [...names, ...numbers, ...task.tags.map(tag => tag.name)].filter(Boolean).join(' ')
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
