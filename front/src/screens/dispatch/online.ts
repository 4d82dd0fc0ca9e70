const patience = 4000

/** Resolves when the device says that the network is back, or after a few seconds, whichever is first. */
export function online(): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, patience)
    window.addEventListener('online', done)
  })
}
