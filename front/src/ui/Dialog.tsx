import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { wordsOf } from '../api/send'
import { useWords } from '../i18n/WordsProvider'
import { Button } from './Button'
import { Message } from './Notice'
import './dialog.css'

interface Props {
  title: string
  open: boolean
  onClose(): void
  children: ReactNode
}

/** A dialog over the screen; on a phone it rises from the bottom, near the thumb. Escape and a tap outside close it. */
export function Dialog({ title, open, onClose, children }: Props) {
  return (
    <ModalOverlay className="veil" isOpen={open} isDismissable onOpenChange={is => !is && onClose()}>
      <Modal className="modal">
        <AriaDialog className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ConfirmIn extends Props {
  /** The verb of what is confirmed, never "OK". */
  verb: string
  danger?: boolean
  onConfirm(): void
}

/** Asks before something that cannot be undone; what can be undone is not asked but offered to undo. */
export function Confirm({ verb, danger, onConfirm, children, ...rest }: ConfirmIn) {
  const words = useWords()
  return (
    <Dialog {...rest}>
      <div>{children}</div>
      <div className="dialog-buttons">
        <Button onPress={rest.onClose}>{words.t('ui.cancel')}</Button>
        <Button look={danger ? 'danger' : 'main'} onPress={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}

interface FormIn extends Omit<Props, 'open'> {
  className: string
  saving: { isPending: boolean; error: Error | null }
  onSave(): void
}

/** A form over the screen. What it lacks is told at its fields, by whoever shows it, and what went wrong in saving at its end. */
export function FormDialog({ className, saving, onSave, children, ...rest }: FormIn) {
  const words = useWords()
  return (
    <Dialog {...rest} open>
      <form
        className={`${className} hands`}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onSave()
        }}
      >
        {children}
        {saving.error && <Message tone="danger">{wordsOf(saving.error, words)}</Message>}
        <div className="dialog-buttons">
          <Button onPress={rest.onClose}>{words.t('ui.cancel')}</Button>
          <Button type="submit" look="main" isPending={saving.isPending}>
            {words.t('ui.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
