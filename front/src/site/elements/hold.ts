/**
 * Counts down how long a time is kept: data-left, in seconds. At the end the words of data-over stand in the place of what was said before.
 * Without scripts the sentence around it tells until when.
 */
class HeldTime extends HTMLElement {
  private timer = 0

  connectedCallback(): void {
    const end = performance.now() + Number(this.dataset.left) * 1000
    const tick = () => this.show(Math.ceil((end - performance.now()) / 1000))
    this.timer = window.setInterval(tick, 1000)
    tick()
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer)
  }

  private show(left: number): void {
    const clock = this.querySelector<HTMLElement>('[role=timer]')
    if (left > 0) {
      if (clock) clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
      return
    }
    window.clearInterval(this.timer)
    const note = document.createElement('span')
    note.setAttribute('role', 'status')
    this.replaceChildren(note)
    note.textContent = this.dataset.over ?? ''
    this.closest('.message')?.classList.replace('info', 'warn')
  }
}
customElements.define('pg-hold', HeldTime)
