/**
 * A button that asks the browser where it is and sends the form around with it. Hidden where the browser cannot tell. data-denied: words
 * for when it does not.
 */
class HereButton extends HTMLElement {
  connectedCallback(): void {
    if (!('geolocation' in navigator) || !window.isSecureContext) return
    this.hidden = false
    this.querySelector('button')?.addEventListener('click', () => this.ask())
  }

  private ask(): void {
    const done = () => this.removeAttribute('aria-busy')
    this.setAttribute('aria-busy', 'true')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const query = new URLSearchParams({ lat: coords.latitude.toFixed(6), lng: coords.longitude.toFixed(6) })
        location.assign(`${this.closest('form')?.action ?? '/restaurants'}?${query}`)
      },
      () => {
        done()
        const status = this.querySelector('[role=status]')
        if (status) status.textContent = this.dataset.denied ?? ''
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    )
  }
}

customElements.define('pg-here', HereButton)
