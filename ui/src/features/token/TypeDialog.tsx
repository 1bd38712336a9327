import { useRef, useState } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { messages } from '../../messages';
import { SecretText } from './SecretText';

const words = messages.token;

interface TypeDialogProps {
  opened: boolean;
  onClose(): void;
  onPaste(): void;
  onText(text: string): void;
}

/** For where the clipboard cannot be read. */
export function TypeDialog({ opened, onClose, onPaste, onText }: TypeDialogProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [isFilled, setFilled] = useState(false);
  const close = () => {
    setFilled(false);
    onClose();
  };
  const send = () => {
    const text = box.current?.value ?? '';
    if (box.current) box.current.value = '';
    close();
    onText(text);
  };
  return (
    <Dialog
      title={words.typeTitle}
      opened={opened}
      onClose={close}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={close}>
            {messages.common.cancel}
          </Button>
          <Button size="lg" look="pri" disabled={!isFilled} onClick={send}>
            {words.typeYes}
          </Button>
        </>
      }
    >
      <SecretText
        label={words.typeLabel}
        hint={words.typeHint}
        ref={box}
        onFilled={setFilled}
        onPaste={() => {
          close();
          onPaste();
        }}
      />
    </Dialog>
  );
}
