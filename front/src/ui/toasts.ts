export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'danger'
  /** A way back, such as "Undo". */
  action?: { label: string; run(): void }
}

/** Short messages at the edge of the screen. They wait for the reader: with an action they stay until closed. */
export class Toasts {
  private list: readonly Toast[] = []
  private listeners = new Set<() => void>()
  private last = 0

  constructor(private readonly later: (run: () => void, ms: number) => void = (run, ms) => void setTimeout(run, ms)) {}

  read = (): readonly Toast[] => this.list

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Shows a message; what cannot be undone and is not an error goes away by itself. */
  say(text: string, more: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
    const toast: Toast = { id: ++this.last, text, tone: 'plain', ...more }
    this.set([...this.list.slice(-2), toast])
    if (toast.tone === 'plain' && !toast.action) this.later(() => this.close(toast.id), 6000)
  }

  close(id: number): void {
    if (this.list.some(t => t.id === id)) this.set(this.list.filter(t => t.id !== id))
  }

  private set(list: readonly Toast[]): void {
    this.list = list
    for (const listener of this.listeners) listener()
  }
}
