import type { ReactNode } from 'react'
import './badge.css'

export type BadgeTone = 'plain' | 'accent' | 'warn' | 'danger' | 'info'

/** A word that tells a state. The colour helps, the word says. */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>
}
