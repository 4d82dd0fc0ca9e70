import { Component, type ReactNode } from 'react'
import { Failure } from '../ui/Notice'

/** Stands in for a screen whose code failed or could not be fetched, instead of a blank page. */
export class Broken extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <Failure error={this.state.error} onRetry={() => location.reload()} />
  }
}
