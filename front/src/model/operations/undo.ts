import type { Board } from '../board'
import { type Edits, lastStep } from '../edits'
import type { Operation } from './operation'

/** Taking back the last step. */
export function undoOperation(board: Board, edits: Edits): Operation {
  const label = { id: 'undo', label: 'ui.undo', keys: 'Control+Z' } as const
  if (edits.pending.length > 0) return { ...label, disabled: { why: 'dispatch.why.sending' } }
  const step = lastStep(board, edits)
  if (!step) return { ...label, disabled: { why: 'dispatch.why.noUndo' } }
  return { ...label, intent: { kind: 'restore', ...step } }
}
