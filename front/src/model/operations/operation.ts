import type { Args, Key } from '../../i18n/words'
import type { Intent } from '../intent'

/** Something that a dispatcher can do now, or cannot, and then why. */
export interface Operation {
  id: string
  label: Key
  args?: Args
  /** Keys that run it, as in aria-keyshortcuts. */
  keys?: string
  /** Why it cannot be done now. */
  disabled?: { why: Key; args?: Args }
  /** What it wants; undefined while it is disabled. */
  intent?: Intent
}
