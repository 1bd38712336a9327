import type { ReactNode } from 'react';
import { Icon } from '../../components/Icon';

interface NoteProps {
  look: 'acc' | 'warn' | 'bad';
  title: string;
  text?: string;
  children?: ReactNode;
}

export function Note({ look, title, text, children }: NoteProps) {
  return (
    <section className={`note token-note ${look}`} aria-label={title}>
      <Icon name={look === 'acc' ? 'info' : look === 'bad' ? 'err' : 'alert'} />
      <div className="col g6 grow">
        <b>{title}</b>
        {text && <p className="dim">{text}</p>}
        {children}
      </div>
    </section>
  );
}
