import { mayPasskey, signInByPasskey } from '../../api/passkey'

/** Buttons marked `data-passkey="/where/to/go/on"` sign in by a passkey, where the browser can; the hidden note beside them says when that failed. */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
  button.hidden = !mayPasskey()
  const note = button.parentElement?.querySelector<HTMLElement>('[data-passkey-wrong]')
  button.addEventListener('click', async () => {
    button.disabled = true
    if (note) note.hidden = true
    try {
      await signInByPasskey()
      location.assign(button.dataset.passkey || '/')
    } catch {
      if (note) note.hidden = false
      button.disabled = false
    }
  })
}
