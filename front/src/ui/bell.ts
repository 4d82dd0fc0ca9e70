/** Whether the browser lets the page make a sound: it does so only after the person has touched the page. */
export type BellState = 'locked' | 'ready' | 'none'

/** Two notes, made on the spot: nothing to fetch, so it rings without network too. */
const notes = [
  { hertz: 1046.5, from: 0 },
  { hertz: 1318.5, from: 0.18 },
]
const pause = 2200

/** A bell that rings once, or again and again until it is stopped. */
export class Bell {
  private context: AudioContext | null = null
  private timer: ReturnType<typeof setInterval> | null = null
  private listeners = new Set<() => void>()
  private current: BellState = typeof AudioContext === 'undefined' ? 'none' : 'locked'

  state = (): BellState => this.current

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Asks for the sound; call it when the person touches the page. */
  unlock = async (): Promise<void> => {
    if (this.current === 'none') return
    this.context ??= new AudioContext()
    const context = this.context
    context.onstatechange = () => this.set(context.state === 'running' ? 'ready' : 'locked')
    await context.resume().catch(() => {})
    this.set(context.state === 'running' ? 'ready' : 'locked')
  }

  /** Rings and trembles once. */
  once(): void {
    navigator.vibrate?.([200, 100, 200])
    if (!this.context || this.current !== 'ready') return
    for (const { hertz, from } of notes) strike(this.context, hertz, from)
  }

  /** Rings until it is stopped. */
  start(): void {
    if (this.timer !== null) return
    this.once()
    this.timer = setInterval(() => this.once(), pause)
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer)
    this.timer = null
  }

  private set(state: BellState): void {
    if (state === this.current) return
    this.current = state
    for (const listener of this.listeners) listener()
  }
}

function strike(context: AudioContext, hertz: number, from: number): void {
  const start = context.currentTime + from
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0.0001, start)
  volume.gain.exponentialRampToValueAtTime(0.6, start + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.9)
  tone.connect(volume).connect(context.destination)
  tone.start(start)
  tone.stop(start + 1)
}
